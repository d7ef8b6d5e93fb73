// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/// The MQTT broker. Immutable.
///
/// @param address where it is
/// @param ca PEM file with the authorities that may have signed its certificate; the platform's own when left out
/// @param certificate PEM file with this gateway's certificate chain
/// @param key PEM file with the certificate's key
/// @param passwordFile file whose first line is the password
public record BrokerConfiguration(
        Address address,
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<SecretFile> key,
        Optional<String> username,
        Optional<SecretFile> passwordFile) {
    /// Where a broker is.
    public sealed interface Address {
        /// A broker inside the gateway's own process, on loopback, which forgets everything when it ends.
        ///
        /// @param port TCP port; 0 picks a free one
        record Embedded(int port) implements Address {}

        /// A broker on the network.
        record Remote(String host, int port, boolean tls) implements Address {}

        /// As `mqtt://host:1883`, `mqtts://host`, `embedded` or `embedded:1883`.
        ///
        /// @throws IllegalArgumentException for anything else
        static Address parse(String url) {
            if (url.equals("embedded") || url.startsWith("embedded:")) {
                return new Embedded(url.equals("embedded") ? 0 : port(url.substring("embedded:".length()), url));
            }
            boolean tls = url.startsWith("mqtts://");
            if (!tls && !url.startsWith("mqtt://")) {
                throw new IllegalArgumentException(
                        "broker url \"" + url + "\": expected mqtt://HOST:1883, mqtts://HOST:8883 or embedded");
            }
            String rest = url.substring(tls ? "mqtts://".length() : "mqtt://".length());
            if (rest.contains("@")) {
                // Not repeated here: what stands before the @ may be a password, and this goes to logs.
                throw new IllegalArgumentException(
                        "broker url: expected only a host and a port after the //, got an @; a user name goes to"
                                + " broker.username, a password to the file that broker.password-file names");
            }
            int colon = rest.lastIndexOf(':');
            String host = colon < 0 ? rest : rest.substring(0, colon);
            int port = colon < 0 ? (tls ? 8883 : 1883) : port(rest.substring(colon + 1), url);
            if (host.isBlank() || host.contains("/")) {
                throw new IllegalArgumentException(
                        "broker url \"" + url + "\": expected only a host and a port after the //");
            }
            if (host.contains(":")) {
                throw new IllegalArgumentException(
                        "broker url \"" + url + "\": an IPv6 address can't stand here; give the broker a host name");
            }
            return new Remote(host, port, tls);
        }

        private static int port(String text, String url) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // The sentence below says it.
            }
            throw new IllegalArgumentException(
                    "broker url \"" + url + "\": expected a port from 1 to 65535, got " + text);
        }
    }
}
