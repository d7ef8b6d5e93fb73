// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.util.List;

/// The subscriptions that a Session has from a former configuration: the Server keeps them until it is told
/// otherwise. Source: MQTT 5.0 section 4.1. Implementations are thread-safe.
public interface FormerSubscriptions {
    /// There are none.
    FormerSubscriptions NONE = new FormerSubscriptions() {
        @Override
        public List<String> present() {
            return List.of();
        }

        @Override
        public void removed() {
            // there is nothing to remember
        }
    };

    /// Topic Filters, or `$share/NAME/` and one, to unsubscribe.
    List<String> present();

    /// The Server has forgotten them.
    void removed();
}
