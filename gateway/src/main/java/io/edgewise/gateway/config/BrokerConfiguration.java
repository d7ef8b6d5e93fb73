// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The MQTT broker. Immutable.
///
/// @param address where it is
/// @param ca PEM file with the authorities that may have signed its certificate; the platform's own when left out
/// @param certificate PEM file with this gateway's certificate chain
/// @param key PEM file with the certificate's key
/// @param passwordFile file whose first line is the password
/// @param spool what goes to it and may wait on the disk while it can't be reached; without one the inputs stay
/// unacknowledged
public record BrokerConfiguration(
        Address address,
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<SecretFile> key,
        Optional<String> username,
        Optional<SecretFile> passwordFile,
        Optional<SpoolConfiguration> spool) {
    private static final Pattern URL = Pattern.compile("(?<scheme>mqtts?|wss?)://(?<rest>.*)");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/._~%-]+");

    /// The same broker, reached elsewhere.
    public BrokerConfiguration at(Address other) {
        return new BrokerConfiguration(other, ca, certificate, key, username, passwordFile, spool);
    }

    /// Where a broker is.
    public sealed interface Address {
        /// A broker inside the gateway's own process, on loopback, which forgets everything when it ends.
        ///
        /// @param port TCP port; 0 picks a free one
        record Embedded(int port) implements Address {}

        /// A broker on the network.
        ///
        /// @param webSocket the path, as `/mqtt`, when MQTT goes through WebSocket
        record Remote(String host, int port, boolean tls, Optional<String> webSocket) implements Address {
            /// Without WebSocket.
            public Remote(String host, int port, boolean tls) {
                this(host, port, tls, Optional.empty());
            }

            /// As `wss://broker.site:443/mqtt`.
            public URI uri() {
                return URI.create(scheme(tls, webSocket.isPresent()) + host + ":" + port + webSocket.orElse(""));
            }

            private static String scheme(boolean tls, boolean webSocket) {
                return (webSocket ? "ws" : "mqtt") + (tls ? "s" : "") + "://";
            }

            private static int port(boolean tls, boolean webSocket) {
                if (webSocket) {
                    return tls ? 443 : 80;
                }
                return tls ? 8883 : 1883;
            }
        }

        /// As `mqtt://host:1883`, `mqtts://host`, `wss://host/mqtt`, `embedded` or `embedded:1883`.
        ///
        /// @throws IllegalArgumentException for anything else
        static Address parse(String url) {
            if (url.equals("embedded") || url.startsWith("embedded:")) {
                return new Embedded(url.equals("embedded") ? 0 : port(url.substring("embedded:".length()), url));
            }
            Matcher parts = URL.matcher(url);
            if (!parts.matches()) {
                throw new IllegalArgumentException("broker url \"" + url
                        + "\": expected mqtt://HOST:1883, mqtts://HOST:8883, ws://HOST/PATH, wss://HOST/PATH or"
                        + " embedded");
            }
            return remote(parts.group("scheme"), parts.group("rest"), url);
        }

        private static Remote remote(String scheme, String rest, String url) {
            boolean webSocket = scheme.startsWith("ws");
            boolean tls = scheme.endsWith("s") && !scheme.equals("ws");
            if (rest.contains("@")) {
                // Not repeated here: what stands before the @ may be a password, and this goes to logs.
                throw new IllegalArgumentException(
                        "broker url: expected only a host and a port after the //, got an @; a user name goes to"
                                + " broker.username, a password to the file that broker.password-file names");
            }
            int slash = webSocket ? rest.indexOf('/') : -1;
            String place = slash < 0 ? rest : rest.substring(0, slash);
            int colon = place.lastIndexOf(':');
            String host = colon < 0 ? place : place.substring(0, colon);
            int port = colon < 0 ? Remote.port(tls, webSocket) : port(place.substring(colon + 1), url);
            host(host, url);
            if (!webSocket) {
                return new Remote(host, port, tls);
            }
            Remote remote = new Remote(host, port, tls, Optional.of(path(rest, slash, url)));
            if (remote.uri().getHost() == null) {
                throw new IllegalArgumentException(
                        "broker url \"" + url + "\": expected a host of letters, digits, dot and hyphen, got " + host);
            }
            return remote;
        }

        private static void host(String host, String url) {
            if (host.isBlank() || host.contains("/")) {
                throw new IllegalArgumentException(
                        "broker url \"" + url + "\": expected only a host and a port after the //");
            }
            if (host.contains(":")) {
                throw new IllegalArgumentException(
                        "broker url \"" + url + "\": an IPv6 address can't stand here; give the broker a host name");
            }
        }

        private static String path(String rest, int slash, String url) {
            String path = slash < 0 ? "/mqtt" : rest.substring(slash);
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException("broker url \"" + url
                        + "\": expected a path of letters, digits and / - . _ ~ % after the host, got " + path);
            }
            return path;
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
