// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a term fit for one vocabulary and one message: without bytes that the vocabulary can't spell, and
/// with pieces of the message where a grammar has a slot for them. Confined to one thread.
final class Binding {
    private final @Nullable SourceText source;
    private final ByteSet missing;
    private final Map<Term, Term> bound = new HashMap<>();
    private boolean slots;

    Binding(@Nullable SourceText source, ByteSet missing) {
        this.source = source;
        this.missing = missing;
    }

    /// Terms that are used in several places stay one.
    Term bind(Term term) {
        Term known = bound.get(term);
        if (known == null) {
            known = made(term);
            bound.put(term, known);
        }
        return known;
    }

    /// Whether what was bound takes pieces of a message.
    boolean hasSlots() {
        return slots;
    }

    private Term made(Term term) {
        return switch (term) {
            // For a message, what was bound to the vocabulary before is bound again.
            case Leaf leaf -> source != null || missing.isEmpty() ? leaf : leaf.without(missing);
            case Series series -> new Series(bind(series.parts()));
            case Alternatives alternatives -> new Alternatives(bind(alternatives.parts()));
            case Repeat repeat -> new Repeat(bind(repeat.item()), repeat.least(), repeat.most());
            case SourceSlot slot -> filled(slot);
        };
    }

    private Term filled(SourceSlot slot) {
        slots = true;
        return source == null ? slot : new SourceSpans(source, slot.least(), slot.most(), missing);
    }

    private List<Term> bind(List<Term> parts) {
        List<Term> made = new ArrayList<>();
        for (Term part : parts) { // as few frames as possible: objects are deep
            made.add(bind(part));
        }
        return made;
    }
}
