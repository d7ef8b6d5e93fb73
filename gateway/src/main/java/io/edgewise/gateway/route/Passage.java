// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import java.util.ArrayList;
import java.util.List;

/// Says in a message that it has gone through a route of a gateway. Immutable.
///
/// User properties of the input are kept; those that begin with `edgewise-` are ours and are made anew, but for
/// `edgewise-via`, which stands once for each route.
final class Passage {
    static final String OWN_PREFIX = "edgewise-";
    private static final String VIA = OWN_PREFIX + "via";

    private final UserProperty via;

    Passage(String gatewayId, String route) {
        this.via = new UserProperty(VIA, gatewayId + "/" + route);
    }

    /// Whether the message went through it, or what it was made of.
    boolean wentThrough(Publish publish) {
        return publish.properties().userProperties().contains(via);
    }

    /// Those of the input but for ours, and the routes that it has gone through, this one the last.
    List<UserProperty> kept(PublishProperties input) {
        List<UserProperty> kept = new ArrayList<>(input.userProperties());
        kept.removeIf(property ->
                property.name().startsWith(OWN_PREFIX) && !property.name().equals(VIA));
        if (!kept.contains(via)) {
            kept.add(via);
        }
        return kept;
    }
}
