// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import java.util.Optional;

/// A configured model: what was planned for it, and how that goes. Immutable.
///
/// @param name the configured name
/// @param receipt what was tried and chosen when it was last opened; empty before
public record ModelStatus(String name, Optional<Receipt> receipt, Service service) {
    /// Whether it does less than it should: somebody ought to look.
    public boolean isDegraded() {
        return switch (service) {
            case Service.Demoted demoted -> true;
            case Service.Unavailable unavailable -> true;
            case Service.AsPlanned planned ->
                receipt.filter(Receipt::isSecondChoice).isPresent();
            case Service.NotOpened notOpened -> false;
            case Service.Unloaded unloaded -> false;
        };
    }

    /// One line for people.
    public String sentence() {
        String plan = receipt.map(Receipt::sentence).orElse("not planned yet");
        return switch (service) {
            case Service.AsPlanned planned -> plan;
            case Service.Demoted demoted ->
                "demoted to " + demoted.running() + ": " + demoted.reason() + " (planned: " + plan + ")";
            case Service.Unloaded unloaded -> "unloaded, as nobody asked it anything (planned: " + plan + ")";
            case Service.NotOpened notOpened -> "not opened before its first text";
            case Service.Unavailable unavailable -> "unavailable: " + unavailable.reason();
        };
    }
}
