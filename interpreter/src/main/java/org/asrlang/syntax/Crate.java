package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/** A parsed source file: the root of a crate, or the content of a {@code mod name;}. */
public record Crate(SourceFile file, List<Attribute> attrs, List<Item> items, Span span)
    implements Node {}
