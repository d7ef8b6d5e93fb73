// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the places where a text may stand, and whether it may end there. Confined to one step of one
/// thread.
final class Places {
    /// What was collected: a state of the whole grammar, equal by value.
    ///
    /// @param places where a byte may follow
    /// @param complete whether the text may end
    record Found(List<Place> places, boolean complete) {}

    /// Alternatives before something that must still come.
    private record Entered(
            Alternatives alternatives, @Nullable Frame rest) {}

    private final Set<Place> seen = new HashSet<>();
    /// Alternatives may be shared by many others, each of which leads here.
    private final Set<Entered> entered = new HashSet<>();
    private final List<Place> open = new ArrayList<>();
    private boolean complete;

    Found found() {
        return new Found(List.copyOf(open), complete);
    }

    /// The place after another byte, if there is one.
    void step(Place from, int value) {
        long state = from.leaf().step(from.state(), value);
        if (state != Leaf.DEAD) {
            reach(new Place(from.leaf(), state, from.rest()));
        }
    }

    /// The beginnings of a term. What no text matches has none, so that every place has a way to the end.
    void enter(Term term, @Nullable Frame rest) {
        if (term.shortest() == Term.IMPOSSIBLE) {
            return;
        }
        switch (term) {
            case Leaf leaf -> reach(new Place(leaf, leaf.start(), rest));
            case Series series -> enterPart(series, 0, rest);
            case Alternatives alternatives -> {
                if (entered.add(new Entered(alternatives, rest))) {
                    alternatives.parts().forEach(part -> enter(part, rest));
                }
            }
            case Repeat repeat -> enterItem(repeat, 0, rest);
            case SourceSlot slot -> throw new IllegalStateException("no message is bound to " + slot);
        }
    }

    private void reach(Place place) {
        if (!seen.add(place)) {
            return;
        }
        boolean accepts = place.leaf().accepts(place.state());
        if (!accepts || place.leaf().isOpen(place.state())) {
            open.add(place);
        }
        if (accepts) {
            leave(place.rest());
        }
    }

    private void leave(@Nullable Frame frame) {
        if (frame == null) {
            complete = true;
        } else if (frame.term() instanceof Series series) {
            enterPart(series, frame.at(), frame.rest());
        } else if (frame.term() instanceof Repeat repeat) {
            enterItem(repeat, frame.at(), frame.rest());
        }
    }

    /// The last part needs no frame: sequences inside sequences at their ends stay flat.
    private void enterPart(Series series, int part, @Nullable Frame rest) {
        int last = series.parts().size() - 1;
        if (part > last) {
            leave(rest);
        } else {
            enter(series.parts().get(part), part == last ? rest : Frame.of(series, part + 1, rest));
        }
    }

    private void enterItem(Repeat repeat, int items, @Nullable Frame rest) {
        if (items >= repeat.least()) {
            leave(rest);
        }
        if (items < repeat.most()) {
            enter(repeat.item(), Frame.of(repeat, items + 1, rest));
        }
    }
}
