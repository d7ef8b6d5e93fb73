// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.net.ssl.SSLException;

/// The platform's failures of TLS as sentences for an operator, who has no path to validate but a file to replace or a
/// clock to set. Its own words stand behind them, for who looks them up.
final class TlsFailures {
    private static final String RECEIVED = "Received fatal alert: ";

    private TlsFailures() {}

    static String explain(SSLException failure, InstantSource clock) {
        String words = String.valueOf(failure.getMessage());
        return "TLS failed: " + hint(failure, words, clock) + words;
    }

    private static String hint(SSLException failure, String words, InstantSource clock) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String hint = hint(cause, clock);
            if (!hint.isEmpty()) {
                return hint;
            }
        }
        return alert(words);
    }

    private static String hint(Throwable cause, InstantSource clock) {
        return switch (cause) {
            case CertificateExpiredException e ->
                "the broker's certificate, or its authority's, has expired: renew it there" + boardsClock(clock) + ". ";
            case CertificateNotYetValidException e ->
                "the broker's certificate, or its authority's, is not valid yet: set the clock of this board, or the"
                        + " one where it was made" + boardsClock(clock) + ". ";
            case CertPathBuilderException e ->
                "the broker's certificate is by no authority in broker.ca: put the one there that made it. ";
            case CertificateException e
            when String.valueOf(e.getMessage()).startsWith("No ") ->
                "the broker's certificate is for other names: connect to one of them, or have this one added to it. ";
            default -> "";
        };
    }

    /// What the other side says of us when it ends the handshake; what stands in brackets is what we said of it.
    private static String alert(String words) {
        int begin = words.indexOf(RECEIVED);
        return switch (begin < 0 ? "" : words.substring(begin + RECEIVED.length())) {
            case "certificate_required", "bad_certificate" ->
                "the broker wants another certificate of this gateway: see broker.cert and broker.key. ";
            case "certificate_revoked" ->
                "the broker says that this gateway's certificate is revoked: it needs a new one. ";
            case "certificate_expired" ->
                "the broker says that this gateway's certificate has expired: put a renewed one in its place. ";
            case "unknown_ca" ->
                "the broker does not know the authority of this gateway's certificate: see the broker's list of"
                        + " authorities (Mosquitto: cafile). ";
            default -> "";
        };
    }

    /// The day alone: a reason that is another one with each attempt would be told with each.
    private static String boardsClock(InstantSource clock) {
        return " (the clock of this board says " + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) + ")";
    }
}
