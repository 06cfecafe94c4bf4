package org.asrlang.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.junit.jupiter.api.Test;

class JsonRendererTest {
  @Test
  void fieldsAreRustcs() {
    Source s = Source.of("a.asr", "fn f() {\n    \"é\".await\n}\n");
    Diagnostic d =
        Diagnostic.error("E0308", s.at("\"é\""), "mismatched types")
            .label("expected `()`")
            .note("a fact")
            .fix("leave it out", s.at(".await"), "")
            .build();
    String text = "\"text\":[{\"text\":\"    \\\"é\\\".await\",";
    String rendered = new TextRenderer(RenderOptions.PLAIN).render(d) + "\n";
    String explanation = RustErrors.all().get("E0308").explanation();
    assertEquals(
        "{\"$message_type\":\"diagnostic\",\"message\":\"mismatched types\","
            + "\"code\":{\"code\":\"E0308\",\"explanation\":\""
            + explanation.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
            + "\"},\"level\":\"error\",\"spans\":["
            + "{\"file_name\":\"a.asr\",\"byte_start\":13,\"byte_end\":17,"
            + "\"line_start\":2,\"line_end\":2,\"column_start\":5,\"column_end\":8,"
            + "\"is_primary\":true,"
            + text
            + "\"highlight_start\":5,\"highlight_end\":8}],"
            + "\"label\":\"expected `()`\",\"suggested_replacement\":null,"
            + "\"suggestion_applicability\":null,\"expansion\":null}],\"children\":["
            + "{\"message\":\"a fact\",\"code\":null,\"level\":\"note\",\"spans\":[],"
            + "\"children\":[],\"rendered\":null},"
            + "{\"message\":\"leave it out\",\"code\":null,\"level\":\"help\",\"spans\":["
            + "{\"file_name\":\"a.asr\",\"byte_start\":17,\"byte_end\":23,"
            + "\"line_start\":2,\"line_end\":2,\"column_start\":8,\"column_end\":14,"
            + "\"is_primary\":true,"
            + text
            + "\"highlight_start\":8,\"highlight_end\":14}],"
            + "\"label\":null,\"suggested_replacement\":\"\","
            + "\"suggestion_applicability\":\"MachineApplicable\",\"expansion\":null}],"
            + "\"children\":[],\"rendered\":null}],\"rendered\":\""
            + rendered.replace("\"", "\\\"").replace("\n", "\\n")
            + "\"}",
        new JsonRenderer().render(d));
  }

  @Test
  void aDiagnosticWithoutAPlaceHasNoSpans() {
    String json = new JsonRenderer().render(Diagnostic.error(null, Span.NONE, "no").build());
    assertEquals(
        "{\"$message_type\":\"diagnostic\",\"message\":\"no\",\"code\":null,\"level\":\"error\","
            + "\"spans\":[],\"children\":[],\"rendered\":\"error: no\\n\\n\"}",
        json);
  }

  @Test
  void textOfAMacroSaysWhatItWasMadeBy() {
    Source s = Source.of("a.asr", "macro_rules! m { () => { f() } }\nm!();\n");
    Span name = s.at("macro_rules! m");
    Expansion e =
        new Expansion(Expansion.ROOT, s.at("m!()"), "m", () -> name, Expansion.Kind.MACRO);
    String json =
        new JsonRenderer()
            .render(Diagnostic.error(null, s.at("f").withExpansion(e), "no `f`").build());
    String expansion =
        json.substring(json.indexOf("\"expansion\":{"), json.indexOf("\"children\""));
    assertEquals(
        List.of(
            "\"expansion\":{\"span\":{\"file_name\":\"a.asr\",\"byte_start\":33,\"byte_end\":37",
            "\"macro_decl_name\":\"m!\"",
            "\"def_site_span\":{\"file_name\":\"a.asr\",\"byte_start\":0,\"byte_end\":14"),
        Pattern.compile(
                "\"expansion\":\\{\"span\".*?end\":\\d+|\"macro_decl.*?!\"|\"def_.*?end\":\\d+")
            .matcher(expansion)
            .results()
            .map(MatchResult::group)
            .toList());
  }
}
