// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.encoder.TokenRow;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.inference.wrap.Entrance.Port;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Gives each input of an entrance its role: as the caller says, or by what the input is called.
///
/// | a name with | role |
/// |---|---|
/// | `mask` | mask |
/// | `type`, `segment` | type-ids |
/// | `position` | positions |
/// | `ids`, `token`, `word`, `text` | ids |
///
/// An input that stands alone takes the ids, whatever it is called.
final class InputRoles {
    private static final List<String> PACKED = List.of("ids", "positions", "segments", "pool");

    /// The smallest window that a bundle can have.
    private static final int LEAST_TOKENS = 8;

    private final Entrance entrance;
    private final Map<InputRole, String> given;
    private final Findings findings;
    private final Map<InputRole, Port> roles = new EnumMap<>(InputRole.class);

    private InputRoles(Entrance entrance, Map<InputRole, String> given, Findings findings) {
        this.entrance = entrance;
        this.given = given;
        this.findings = findings;
    }

    /// The inputs by role, none of them twice; what is wrong with them goes to `findings`.
    ///
    /// @param entrance without [#misfits]
    static Map<InputRole, Port> of(Entrance entrance, Map<InputRole, String> given, Findings findings) {
        Findings own = new Findings();
        InputRoles roles = new InputRoles(entrance, given, own);
        roles.assign();
        if (!own.hasProblems()) {
            roles.checkIds();
        }
        findings.addAll(own);
        return roles.roles;
    }

    /// What no role could make a text of.
    static List<String> misfits(Entrance entrance) {
        List<String> misfits = new ArrayList<>();
        if (entrance.inputs().isEmpty()) {
            misfits.add(entrance.called() + " has no input: nothing goes into it");
        }
        if (Entrance.names(entrance.inputs()).containsAll(PACKED)) {
            return List.of(entrance.called() + " takes several messages in one row: an encoder of Edgewise's own, whose"
                    + " bundle.json comes from who trained it (\"form\": \"packed\")");
        }
        for (Port input : entrance.inputs()) {
            String misfit =
                    TokenRow.misfit(input.tensor().type(), input.tensor().shape());
            if (!misfit.isEmpty()) {
                misfits.add(input.called("input") + " " + misfit);
            }
        }
        if (!entrance.customOperators().isEmpty()) {
            misfits.add(entrance.called() + " needs operators that TensorFlow Lite for Linux does not have: "
                    + String.join(
                            ", ", entrance.customOperators().stream().sorted().toList())
                    + "; convert the model with built-in operators only");
        }
        return misfits;
    }

    private void assign() {
        given.forEach((role, tensor) -> Entrance.find(entrance.inputs(), tensor)
                .ifPresentOrElse(
                        input -> roles.put(role, input),
                        () -> findings.problem("there is no input \"" + tensor + "\" for " + Choice.name(role) + ": "
                                + Nearest.hint(tensor, Entrance.names(entrance.inputs())))));
        for (Port input : entrance.inputs()) {
            if (!roles.containsValue(input)) {
                assign(input);
            }
        }
    }

    private void assign(Port input) {
        Optional<InputRole> role = entrance.inputs().size() == 1 ? Optional.of(InputRole.IDS) : roleOf(input.names());
        if (role.isEmpty()) {
            findings.problem(input.called("input") + " (" + input.tensor().form()
                    + ") has a name that says nothing of its role: name it (--input ids|mask|type-ids|positions="
                    + input.name() + ")");
        } else if (roles.containsKey(role.get())) {
            findings.problem("two inputs look as if they took " + Choice.name(role.get()) + ", \""
                    + roles.get(role.get()).name() + "\" and \"" + input.name()
                    + "\": a model that compares several texts has no place here; if it takes one, name the roles"
                    + " (--input ids=…)");
        } else {
            roles.put(role.get(), input);
        }
    }

    private static Optional<InputRole> roleOf(List<String> names) {
        return names.stream().flatMap(name -> roleOf(name).stream()).findFirst();
    }

    private static Optional<InputRole> roleOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("mask")) {
            return Optional.of(InputRole.MASK);
        }
        if (lower.contains("type") || lower.contains("segment")) {
            return Optional.of(InputRole.TYPE_IDS);
        }
        if (lower.contains("position")) {
            return Optional.of(InputRole.POSITIONS);
        }
        boolean ids = List.of("ids", "token", "word", "text").stream().anyMatch(lower::contains);
        return ids ? Optional.of(InputRole.IDS) : Optional.empty();
    }

    private void checkIds() {
        Port ids = roles.get(InputRole.IDS);
        if (ids == null) {
            findings.problem("no input takes token ids (have: " + Entrance.names(entrance.inputs())
                    + "): if one does, name it (--input ids=…)");
            return;
        }
        TokenRow row = TokenRow.of(ids.tensor().shape());
        if (ids.tensor().type() == TensorType.FLOAT32 && ids.tensor().rows().isEmpty()) {
            findings.problem(ids.called("input") + " is " + ids.tensor().form()
                    + ", and the graph looks its numbers up in no table of words: these are measurements, not tokens");
        } else if (!row.isOpen() && row.length() < LEAST_TOKENS) {
            findings.problem(ids.called("input") + " is " + ids.tensor().form() + ": a row of " + row.length()
                    + " has no room for a text, which needs at least " + LEAST_TOKENS + " tokens");
        }
    }
}
