#!/usr/bin/env python3
"""Checks, or with --bless records, the expectations of corpus files against rustc.

    record.py [--bless] [--list] [-j N] [FILE_OR_FOLDER ...]     (default: the whole corpus)

A file is compiled with `rustc --edition 2024`, against the oracle crate when it names `asr::`, and run.
  * It compiles: its stdout must equal the `// expect:` lines, its exit code `// expect-exit:` (0 without),
    and its stderr must hold each `// expect-stderr:`.
  * It does not compile: the (line, code) pairs of rustc's errors must equal the `//~ ERROR` marks.
  * It says `// oracle: none`: rustc is not asked.
A file with a neighbour of its name in .out has its stdout there. Programs run in the folder of their file.
--bless rewrites the comments. It writes an expectation behind the line that prints it when the lines print
in the order of the file, and else all of them at the end of the file.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
CORPUS = TESTS / "corpus"
ORACLE = TESTS / "oracle"
RUSTC = ["rustc", "--edition", "2024", "-A", "warnings", "-C", "debuginfo=0"]
EXPECT = re.compile(r"\s*// expect:(?: (.*))?$")
EXIT = re.compile(r"// expect-exit: (\d+)")
STDERR = re.compile(r"// expect-stderr: (.*)$")
ARGS = re.compile(r"// args: (.*)$")
MARK = re.compile(r'\s*//~ ERROR(?: (E\d{4}|A\d{4}))?(?: ("[^"]*"))?')
TAG = "macro_rules! println { () => { std::println!(\"\\u{1}{}\\u{1}\", line!()) }; " \
      "($($t:tt)*) => { std::println!(\"\\u{1}{}\\u{1}{}\", line!(), std::format_args!($($t)*)) } } "
TIMEOUT = 60


def build_oracle(folder):
    rlib = Path(folder) / "libasr.rlib"
    subprocess.run(["rustc", "--edition", "2024", "--crate-type", "rlib", "--crate-name", "asr", "-O",
                    str(ORACLE / "src/lib.rs"), "-o", str(rlib)], check=True)
    return rlib


def compile_file(path, source, exe, rlib):
    """Returns rustc's errors as (line, code or None, message), in order; empty when it compiled."""
    command = RUSTC + ["--crate-name", path.stem, "--error-format=json", "-o", str(exe)]
    if "asr::" in source:
        command += ["--extern", f"asr={rlib}"]
    done = subprocess.run(command + [str(path)], capture_output=True, text=True)
    errors = []
    for line in done.stderr.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if message.get("level") != "error" or not message.get("spans"):
            continue
        span = next(s for s in message["spans"] if s["is_primary"])
        while span.get("expansion") and not span["file_name"].endswith(path.name):
            span = span["expansion"]["span"]
        code = (message.get("code") or {}).get("code")
        if code and not re.fullmatch(r"E\d{4}", code):
            code = None
        errors.append((span["line_start"], code, message["message"]))
    if done.returncode and not errors:
        raise RuntimeError(done.stderr)
    return sorted(set(errors), key=lambda e: (e[0], e[1] or ""))


def run(exe, source, cwd):
    args = (ARGS.search(source) or [None, ""])[1].split() if ARGS.search(source) else []
    done = subprocess.run([str(exe)] + args, capture_output=True, text=True, cwd=cwd, timeout=TIMEOUT,
                          env=dict(os.environ, RUST_BACKTRACE="0", ASR_ORACLE_SLOWDOWN="4"))
    stderr = re.sub(r"(thread '[^']*') \(\d+\) panicked", r"\1 panicked", done.stderr)
    return done.stdout, done.returncode, stderr


def expectations(source):
    lines = source.splitlines()
    out = [m[1] or "" for m in (EXPECT.search(l) for l in lines) if m]
    code = EXIT.search(source)
    err = [m[1] for m in (STDERR.search(l) for l in lines) if m]
    return out, int(code[1]) if code else 0, err


def marks(source):
    return [(i, m[1]) for i, l in enumerate(source.splitlines(), 1) for m in MARK.finditer(l)]


def strip_outputs(source):
    lines = []
    for line in source.splitlines():
        m = EXPECT.search(line)
        if m or "// expect-exit:" in line or "// expect-stderr:" in line:
            line = line[:m.start()] if m else line[:line.index("// expect-")]
            if not line.strip():
                continue
        lines.append(line.rstrip())
    return "\n".join(lines).rstrip() + "\n"


def printed_where(path, source, folder, rlib):
    """The source line that printed each line of stdout, or None where that cannot be told."""
    lines = source.splitlines()
    if "macro_rules! println" in source:
        return None
    first = next(i for i, l in enumerate(lines)
                 if l.strip() and not l.startswith("//") and not l.startswith("#!"))
    lines[first] = TAG + lines[first]
    tagged = Path(folder) / path.name
    tagged.write_text("\n".join(lines) + "\n")
    exe = Path(folder) / "tagged"
    if compile_file(tagged, source, exe, rlib):
        return None
    where, current = [], None
    for text in run(exe, source, path.parent)[0].splitlines():
        m = re.match("\x01(\\d+)\x01", text)
        current = int(m[1]) if m else current
        where.append(current)
    return where


def placed(source, stdout, where):
    lines = source.splitlines()
    printed = stdout.splitlines()
    if any(re.sub(r"\\.", "", line).count('"') % 2 for line in lines):
        where = None  # a string over several lines: a comment could end up inside it
    monotone = where and None not in where and len(where) == len(printed) and where == sorted(where)
    if not monotone:
        return lines + [""] * bool(printed) + [f"// expect: {p}".rstrip() for p in printed]
    out = []
    for number, line in enumerate(lines, 1):
        here = [p for p, w in zip(printed, where) if w == number]
        if len(here) == 1 and len(line) + len(here[0]) < 100 and "//" not in line:
            out.append(f"{line} // expect: {here[0]}".rstrip())
        else:
            indent = line[:len(line) - len(line.lstrip())]
            out.append(line)
            out += [f"{indent}// expect: {p}".rstrip() for p in here]
    return out


def panic_messages(stderr):
    """What a user reads of each panic: its message, without location, thread and notes."""
    found, lines = [], stderr.splitlines()
    for i, line in enumerate(lines):
        if re.search(r"^thread .* panicked at ", line) and i + 1 < len(lines):
            found.append(lines[i + 1])
    if not found:
        found = [l for l in lines if l.startswith("Error: ")]
    return [f for f in found if f.strip()]


def bless_marks(source, errors):
    lines = source.splitlines()
    texts = {(i, m[1]): m[2] for i, l in enumerate(lines, 1) for m in MARK.finditer(l)}
    lines = [MARK.sub("", l).rstrip() for l in lines]
    for number, code, _ in errors:
        text = texts.get((number, code))
        lines[number - 1] += " //~ ERROR" + (f" {code}" if code else "") + (f" {text}" if text else "")
    return "\n".join(lines).rstrip() + "\n"


def process(path, rlib, bless):
    """Returns a list of complaints, or after --bless a note of what was recorded."""
    source = path.read_text()
    if re.search(r"^\s*// oracle: none", source, re.M):
        return [], "oracle: none"
    with tempfile.TemporaryDirectory() as folder:
        exe = Path(folder) / "program"
        errors = compile_file(path, source, exe, rlib)
        if errors:
            note = " ".join(f"{l}:{c or m!r}" for l, c, m in errors)
            if bless:
                path.write_text(bless_marks(strip_outputs(source), errors))
                return [], "rejected " + note
            want, got = marks(source), [(l, c) for l, c, _ in errors]
            return ([f"marks {want}, rustc {got}: {note}"] if want != got else []), "rejected"
        stdout, code, stderr = run(exe, source, path.parent)
        if path.with_suffix(".out").exists():
            want = path.with_suffix(".out").read_text()
            return ([f"stdout differs from {path.stem}.out"] if want != stdout else []), ".out"
        if bless:
            kept = [e for e in expectations(source)[2] if e in stderr]
            plain = strip_outputs(without_marks(source))
            lines = placed(plain, stdout, printed_where(path, plain, folder, rlib))
            err = kept or panic_messages(stderr)
            lines += [f"// expect-stderr: {e}" for e in err]
            if code:
                lines.append(f"// expect-exit: {code}")
            path.write_text("\n".join(lines) + "\n")
            source = path.read_text()
        out, want_code, err = expectations(source)
        complaints = []
        if marks(source):
            complaints.append("rustc accepts it")
        if out != stdout.splitlines():
            complaints.append(f"stdout {stdout.splitlines()}, expected {out}")
        if code != want_code:
            complaints.append(f"exit code {code}, expected {want_code}: {stderr}")
        complaints += [f"stderr lacks {e!r}: {stderr}" for e in err if e not in stderr]
        return complaints, f"accepted, exit {code}"


def without_marks(source):
    return "\n".join(MARK.sub("", l) for l in source.splitlines()) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bless", action="store_true", help="rewrite the expectations")
    parser.add_argument("--list", action="store_true", help="print a line for each file")
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("paths", nargs="*", type=Path, default=[CORPUS])
    options = parser.parse_args()
    files = sorted(f for p in options.paths for f in ([p] if p.is_file() else p.rglob("*.asr")))
    failed = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.j) as pool:
        rlib = build_oracle(folder)

        def one(path):
            try:
                return path, *process(path, rlib, options.bless)
            except Exception as e:  # a broken file must not hide the others
                return path, [f"{type(e).__name__}: {e}"], ""

        for path, complaints, note in pool.map(one, files):
            shown = os.path.relpath(path, CORPUS)
            failed += bool(complaints)
            for c in complaints:
                print(f"FAIL {shown}: {c}")
            if options.list and not complaints:
                print(f"{shown}: {note}")
    print(f"{len(files)} files, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
