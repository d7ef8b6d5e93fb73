// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import java.time.Duration;

/// One thing that breaks, and how it is mended. The site is whole again when it has struck.
enum Fault {
    /// SIGKILL, and another start.
    KILL_GATEWAY {
        @Override
        void strike(Site site) {
            site.killGateway();
            site.startGateway();
        }
    },
    /// SIGTERM, as `systemctl restart` does it.
    STOP_GATEWAY {
        @Override
        void strike(Site site) {
            site.stopGateway();
            site.startGateway();
        }
    },
    /// SIGSTOP and SIGCONT: as good as a board that is out of breath.
    FREEZE_GATEWAY {
        @Override
        void strike(Site site) {
            site.gateway().freeze();
            site.pause(FROZEN);
            site.gateway().thaw();
        }
    },
    /// SIGTERM: the broker writes down what it has.
    RESTART_BROKER {
        @Override
        void strike(Site site) {
            site.broker().stop();
            site.pause(AWAY);
            site.broker().restart();
        }
    },
    /// SIGKILL: the broker has what it wrote down last.
    KILL_BROKER {
        @Override
        void strike(Site site) {
            site.broker().awaitSaved(SAVED);
            site.broker().kill();
            site.pause(AWAY);
            site.broker().restart();
        }

        // What a broker accepted and did not write down before it was killed is gone, whoever reads from it.
        @Override
        boolean strikesSettledMessages() {
            return true;
        }
    },
    /// SIGSTOP and SIGCONT: connections stay open and nothing is answered.
    FREEZE_BROKER {
        @Override
        void strike(Site site) {
            site.broker().freeze();
            site.pause(FROZEN);
            site.broker().thaw();
        }
    };

    private static final Duration FROZEN = Duration.ofMillis(2_500);
    private static final Duration AWAY = Duration.ofMillis(400);
    private static final Duration SAVED = Duration.ofSeconds(30);

    /// Breaks something, and mends it.
    abstract void strike(Site site);

    /// Whether the broker must have accepted what is on its way before this strikes.
    boolean strikesSettledMessages() {
        return false;
    }
}
