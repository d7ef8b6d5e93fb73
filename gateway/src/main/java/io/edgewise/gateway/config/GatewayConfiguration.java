// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.SiteOverlay;
import io.edgewise.inference.lane.ModelOptions;
import io.edgewise.inference.plan.VendorDelegate;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a gateway is told. Immutable; [ConfigurationReader] has resolved paths against the folder of the
/// configuration file.
///
/// @param id this gateway's name, in topics and client ids
/// @param brokers where messages come from and answers go, by the name that routes use; the first is that of
/// routes which name none
/// @param http the address for health and metrics
/// @param inference how models are run
/// @param delegates vendors' delegates by the name that models use
/// @param models bundles by the name that routes use
/// @param generators bundles that write texts, by the name that routes use
/// @param state folder for what must outlive a restart
/// @param lifecycle how it stops, and when it reads its configuration again
/// @param board how it spares the board
public record GatewayConfiguration(
        String id,
        Map<String, BrokerConfiguration> brokers,
        HttpConfiguration http,
        InferenceConfiguration inference,
        Map<String, VendorDelegate> delegates,
        Map<String, ModelConfiguration> models,
        Map<String, GeneratorConfiguration> generators,
        List<RouteConfiguration> routes,
        Path state,
        LifecycleConfiguration lifecycle,
        BoardConfiguration board) {
    public GatewayConfiguration {
        brokers = Collections.unmodifiableMap(new LinkedHashMap<>(brokers));
        delegates = Collections.unmodifiableMap(new LinkedHashMap<>(delegates));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        generators = Collections.unmodifiableMap(new LinkedHashMap<>(generators));
        routes = List.copyOf(routes);
    }

    /// The same, with bundles that one of the keys has signed.
    GatewayConfiguration signedBy(TrustedKeys keys) {
        Map<String, ModelConfiguration> signed = new LinkedHashMap<>();
        models.forEach((name, model) -> signed.put(name, model.signedBy(keys)));
        Map<String, GeneratorConfiguration> writing = new LinkedHashMap<>();
        generators.forEach((name, generator) -> writing.put(name, generator.signedBy(keys)));
        return new GatewayConfiguration(
                id, brokers, http, inference, delegates, signed, writing, routes, state, lifecycle, board);
    }

    /// The broker of routes that name none.
    public BrokerConfiguration firstBroker() {
        return brokers.values().iterator().next();
    }

    /// How the gateway stops, and when it reads its configuration again.
    ///
    /// @param drainTimeout how long what is in work may take to be settled when the gateway stops, or a route
    /// is taken away
    /// @param watch whether a changed file is read again without being told
    public record LifecycleConfiguration(Duration drainTimeout, boolean watch) {}

    /// Where health and metrics are served.
    ///
    /// @param bind a loopback address
    /// @param port TCP port; 0 picks a free one
    public record HttpConfiguration(String bind, int port) {}

    /// How models are run.
    ///
    /// @param lanes threads with an interpreter each; 0 means one per core less one
    /// @param library a native library of the site's own
    /// @param requireSignature files with public keys, of which one must have signed each bundle; empty when
    /// bundles need no signature
    public record InferenceConfiguration(int lanes, Optional<Path> library, List<Path> requireSignature) {
        public InferenceConfiguration {
            requireSignature = List.copyOf(requireSignature);
        }

        /// Without signatures.
        public InferenceConfiguration(int lanes, Optional<Path> library) {
            this(lanes, library, List.of());
        }

        /// The number of lanes on this machine.
        public int laneCount() {
            return lanes > 0 ? lanes : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        }
    }

    /// A bundle to load.
    ///
    /// @param bundle its directory
    /// @param overlay a file with the site's thresholds in place of the bundle's
    /// @param options how it runs
    /// @param trusted whose signature it needs, if it needs one
    public record ModelConfiguration(
            Path bundle, Optional<Path> overlay, ModelOptions options, Optional<TrustedKeys> trusted) {
        /// A bundle that needs no signature.
        public ModelConfiguration(Path bundle, Optional<Path> overlay, ModelOptions options) {
            this(bundle, overlay, options, Optional.empty());
        }

        /// A bundle with its own thresholds.
        public ModelConfiguration(Path bundle, ModelOptions options) {
            this(bundle, Optional.empty(), options);
        }

        /// A bundle for which nothing else is configured.
        public static ModelConfiguration of(Path bundle) {
            return new ModelConfiguration(bundle, ModelOptions.DEFAULT);
        }

        /// The same, run in another way.
        public ModelConfiguration with(ModelOptions others) {
            return new ModelConfiguration(bundle, overlay, others, trusted);
        }

        /// The same, signed by one of the keys or else refused.
        public ModelConfiguration signedBy(TrustedKeys keys) {
            return new ModelConfiguration(bundle, overlay, options, Optional.of(keys));
        }

        /// Nothing of a bundle is believed before this.
        private DescriptorFile file() {
            DescriptorFile file = DescriptorFile.read(bundle);
            trusted.ifPresent(file::signedBy);
            return file;
        }

        /// Whose signature it has, if it needs one.
        ///
        /// @throws io.edgewise.inference.bundle.BundleException when it has none of theirs
        public Optional<TrustedKey> signer() {
            return trusted.map(keys -> DescriptorFile.read(bundle).signedBy(keys));
        }

        /// What the bundle says of itself, with its own thresholds.
        ///
        /// @throws io.edgewise.inference.bundle.BundleException when it can't be used
        public BundleDescriptor describeBundle() {
            return file().describe();
        }

        /// What the bundle says of itself, with the site's thresholds.
        ///
        /// @throws io.edgewise.inference.bundle.BundleException when it, or the overlay to it, can't be used
        /// @throws ConfigurationException when the overlay can't be read
        public BundleDescriptor describe() {
            DescriptorFile file = file();
            BundleDescriptor own = file.describe();
            return overlay.map(OverlayReader::read).map(file::describe).orElse(own);
        }

        /// Opens the bundle, with the site's thresholds. Of one that needs a signature every byte is read:
        /// what is remembered of its files stands in no signed place.
        ///
        /// @throws io.edgewise.inference.InferenceException when it can't be used, or the overlay does not fit
        /// @throws ConfigurationException when the overlay can't be read
        public Bundle open(FileDigests digests) {
            Optional<SiteOverlay> site = overlay.map(OverlayReader::read);
            Bundle opened = Bundle.open(file(), trusted.isPresent() ? FileDigests.READING : digests);
            try {
                return site.map(opened::with).orElse(opened);
            } catch (RuntimeException e) {
                opened.modelFile().close();
                throw e;
            }
        }
    }
}
