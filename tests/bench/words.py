import re
import sys
from collections import Counter

text = open(sys.argv[1], encoding="utf-8").read()
counts = Counter(w.lower() for w in re.split(r"[^\w]|_", text) if w)
ranked = sorted(counts.items(), key=lambda e: (-e[1], e[0]))
for i, (w, n) in enumerate(ranked[:10]):
    print(f"{i + 1:>2}. {w:<12} {n:>5}")
print(f"{sum(counts.values())} words, {len(counts)} distinct")
