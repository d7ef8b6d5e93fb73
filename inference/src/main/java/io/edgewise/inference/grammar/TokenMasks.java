// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.concurrent.atomic.AtomicReference;

/// A grammar over a vocabulary: begins the [Constraint] of each text, and keeps the masks that one found for
/// the next. Thread-safe: made once for a route, used by all of its generations.
///
/// Memory: up to 4 MiB of masks and about as much of states. A grammar that takes pieces of the message has
/// masks of its own for each message.
public final class TokenMasks {
    private final TokenBytes tokens;
    private final Term root;
    private final boolean needsSource;
    private final AtomicReference<Automaton> shared = new AtomicReference<>();

    /// @throws GrammarException when the vocabulary has no bytes for any text of the grammar
    public TokenMasks(Grammar grammar, TokenBytes tokens) {
        this.tokens = tokens;
        this.needsSource = grammar.needsSource();
        this.root = possible(
                new Binding(null, tokens.missingBytes()).bind(grammar.root()),
                "no text of the grammar can be written with this vocabulary: it lacks tokens for single bytes");
        if (!needsSource) {
            shared.set(new Automaton(root, tokens.trie()));
        }
    }

    /// Begins a text.
    ///
    /// @param source the message's text, of which `from-source` takes pieces; of no use to other grammars
    /// @throws GrammarException when a text must have a piece of the message and it has none that fits
    public Constraint start(String source) {
        return new Constraint(tokens, needsSource ? automaton(source) : automaton());
    }

    private Automaton automaton(String source) {
        Term bound = new Binding(new SourceText(source), tokens.missingBytes()).bind(root);
        return new Automaton(
                possible(bound, "the message has no word that could be taken from it, which \"from-source\" asks for"),
                tokens.trie());
    }

    /// The states that the next text begins with.
    Automaton automaton() {
        return shared.updateAndGet(
                known -> known == null || known.isFull() ? new Automaton(root, tokens.trie()) : known);
    }

    private static Term possible(Term term, String otherwise) {
        if (term.shortest() == Term.IMPOSSIBLE) {
            throw new GrammarException(otherwise);
        }
        return term;
    }
}
