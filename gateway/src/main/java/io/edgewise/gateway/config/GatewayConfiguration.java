// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.lane.ModelOptions;
import io.edgewise.inference.plan.VendorDelegate;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a gateway is told. Immutable; [ConfigurationReader] has resolved paths against the folder of the
/// configuration file.
///
/// @param id this gateway's name, in topics and client ids
/// @param broker where messages come from and answers go
/// @param http the address for health and metrics
/// @param inference how models are run
/// @param delegates vendors' delegates by the name that models use
/// @param models bundles by the name that routes use
/// @param state folder for what must outlive a restart
public record GatewayConfiguration(
        String id,
        BrokerConfiguration broker,
        HttpConfiguration http,
        InferenceConfiguration inference,
        Map<String, VendorDelegate> delegates,
        Map<String, ModelConfiguration> models,
        List<RouteConfiguration> routes,
        Path state) {
    public GatewayConfiguration {
        delegates = Collections.unmodifiableMap(new LinkedHashMap<>(delegates));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        routes = List.copyOf(routes);
    }

    /// Where health and metrics are served.
    ///
    /// @param bind a loopback address
    /// @param port TCP port; 0 picks a free one
    public record HttpConfiguration(String bind, int port) {}

    /// How models are run.
    ///
    /// @param lanes threads with an interpreter each; 0 means one per core less one
    /// @param library a native library of the site's own
    public record InferenceConfiguration(int lanes, Optional<Path> library) {
        /// The number of lanes on this machine.
        public int laneCount() {
            return lanes > 0 ? lanes : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        }
    }

    /// A bundle to load.
    ///
    /// @param bundle its directory
    /// @param options how it runs
    public record ModelConfiguration(Path bundle, ModelOptions options) {
        /// A bundle for which nothing else is configured.
        public static ModelConfiguration of(Path bundle) {
            return new ModelConfiguration(bundle, ModelOptions.DEFAULT);
        }
    }
}
