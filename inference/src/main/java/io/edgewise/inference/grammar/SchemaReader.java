// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.grammar.GrammarException.GrammarProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes a term of a JSON Schema (2020-12, the part that [Grammar#ofJsonSchema] names) and collects what it
/// can't. Confined to one reading.
final class SchemaReader {
    /// Of all objects together: each stands inside what is before it.
    static final int MOST_PROPERTIES = 500;

    private static final int DEEPEST = 64;

    /// Stands in for a schema with problems, so that reading goes on.
    private static final Options STAND_IN = Options.literal(new byte[] {'0'});

    private final Mapping root;
    private final List<GrammarProblem> problems = new ArrayList<>();
    private final Map<String, Term> known = new HashMap<>();
    private final List<String> open = new ArrayList<>();

    private int properties;

    private SchemaReader(Mapping root) {
        this.root = root;
    }

    /// @throws GrammarException with all problems
    static Term read(DocumentNode schema) {
        if (!(schema instanceof Mapping root)) {
            throw new GrammarException("expected a schema as a block of keys, got " + schema.describe());
        }
        SchemaReader reader = new SchemaReader(root);
        Term term = reader.schema(root, "");
        if (reader.problems.isEmpty() && term.shortest() == Term.IMPOSSIBLE) {
            reader.problems.add(new GrammarProblem("", "its shortest text is longer than " + Term.LONGEST + " bytes"));
        }
        if (!reader.problems.isEmpty()) {
            throw new GrammarException(reader.problems);
        }
        return term;
    }

    /// A schema is read once, however many refer to it, so that small ones can't name a huge one.
    Term schema(DocumentNode node, String pointer) {
        Term term = known.get(pointer);
        if (term == null) {
            int before = problems.size();
            open.add(pointer);
            term = checked(node, pointer);
            open.removeLast();
            term = problems.size() > before ? STAND_IN : term;
            known.put(pointer, term);
        }
        return term;
    }

    /// Counts properties.
    ///
    /// @return whether there may be so many
    boolean declares(int more) {
        properties += more;
        return properties <= MOST_PROPERTIES;
    }

    private Term checked(DocumentNode node, String pointer) {
        if (!(node instanceof Mapping mapping)) {
            problems.add(new GrammarProblem(pointer, "expected a schema as a block of keys, got " + node.describe()));
            return STAND_IN;
        }
        SchemaBlock block = new SchemaBlock(mapping, pointer, problems);
        if (open.size() > DEEPEST) {
            block.problem("is nested deeper than " + DEEPEST + " schemas");
            return STAND_IN;
        }
        return form(block);
    }

    private Term form(SchemaBlock block) {
        if (block.has("$ref")) {
            return reference(block);
        } else if (block.has("anyOf")) {
            return anyOf(block);
        } else if (block.has("enum") || block.has("const")) {
            return EnumSchema.term(block);
        } else if (block.has("type")) {
            return types(block);
        }
        block.allowOnly(Set.of("type", "enum", "const", "anyOf", "$ref"), "without a type");
        block.problem("does not say what the value is: give it a type, an enum, a const, anyOf or $ref");
        return STAND_IN;
    }

    private Term reference(SchemaBlock block) {
        block.allowOnly(Set.of("$ref"), "beside $ref");
        String reference = block.text("$ref").orElse("");
        SchemaPointer target;
        try {
            target = SchemaPointer.of(reference, root);
        } catch (IllegalArgumentException e) {
            block.problem("$ref", String.valueOf(e.getMessage()));
            return STAND_IN;
        }
        if (open.contains(target.pointer())) {
            block.problem(
                    "$ref",
                    "\"" + reference + "\" is recursive, so that a text could go on without end: "
                            + "write out as many levels as are needed");
            return STAND_IN;
        }
        return schema(target.node(), target.pointer());
    }

    private Term anyOf(SchemaBlock block) {
        block.allowOnly(Set.of("anyOf"), "beside anyOf, write it into each alternative");
        List<Term> alternatives = new ArrayList<>();
        for (DocumentNode node : block.list("anyOf")) {
            alternatives.add(schema(node, block.pointerTo("anyOf") + "/" + alternatives.size()));
        }
        return choice(alternatives);
    }

    /// Fixed texts are put together, so that a caller sees one choice between them.
    static Term choice(List<Term> alternatives) {
        List<Term> others =
                alternatives.stream().filter(term -> !(term instanceof Options)).collect(Collectors.toList());
        List<byte[]> fixed = alternatives.stream()
                .filter(Options.class::isInstance)
                .flatMap(term -> ((Options) term).all().stream())
                .toList();
        if (!fixed.isEmpty()) {
            others.add(new Options(fixed));
        }
        return others.size() == 1 ? others.getFirst() : new Alternatives(others);
    }

    private Term types(SchemaBlock block) {
        List<SchemaType> types = SchemaType.read(block);
        Set<String> keywords =
                types.stream().flatMap(type -> type.keywords().stream()).collect(Collectors.toSet());
        keywords.add("type");
        if (types.isEmpty()) {
            return STAND_IN;
        }
        block.allowOnly(keywords, "for " + SchemaType.names(types));
        return choice(types.stream().map(type -> type(type, block)).toList());
    }

    private Term type(SchemaType type, SchemaBlock block) {
        return switch (type) {
            case OBJECT -> new ObjectSchema(block, this).term();
            case ARRAY -> new ArraySchema(block, this).term();
            case STRING -> new StringSchema(block).term();
            case INTEGER -> new NumberSchema(block, true).term();
            case NUMBER -> new NumberSchema(block, false).term();
            case BOOLEAN -> EnumSchema.BOOLEANS;
            case NULL -> EnumSchema.NULL;
        };
    }
}
