// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFailuresTest {
    private static String explained(String words, @Nullable Throwable cause) {
        SSLException failure = new SSLHandshakeException(words);
        failure.initCause(cause);
        return TlsFailures.explain(failure, () -> Instant.parse("1970-01-01T00:02:03.456Z"));
    }

    @Test
    void anExpiredCertificateIsRenewedWhereItIs() {
        CertPathValidatorException path =
                new CertPathValidatorException("validity check failed", new CertificateExpiredException("NotAfter: x"));

        assertThat(explained("(certificate_expired) PKIX path validation failed", path))
                .isEqualTo("TLS failed: the broker's certificate, or its authority's, has expired: renew it there"
                        + " (the clock of this board says 1970-01-01). (certificate_expired) PKIX path"
                        + " validation failed");
    }

    /// A board without a battery for its clock starts in 1970.
    @Test
    void aCertificateOfTheFutureIsAMatterOfTheClock() {
        CertPathValidatorException path = new CertPathValidatorException(
                "validity check failed", new CertificateNotYetValidException("NotBefore: x"));

        assertThat(explained("PKIX path validation failed", path))
                .contains("not valid yet: set the clock of this board", "says 1970-01-01");
    }

    @Test
    void anotherAuthorityIsNamed() {
        CertificateException cause = new CertificateException(new CertPathBuilderException("unable to find"));

        assertThat(explained("(certificate_unknown)", cause)).contains("by no authority in broker.ca");
    }

    @Test
    void anotherNameIsNamed() {
        CertificateException cause =
                new CertificateException("No subject alternative DNS name matching mqtt.plant.example found.");

        assertThat(explained(String.valueOf(cause.getMessage()), cause))
                .contains("for other names", "matching mqtt.plant.example found");
    }

    @ParameterizedTest
    @CsvSource({
        "certificate_required, see broker.cert and broker.key",
        "bad_certificate, see broker.cert and broker.key",
        "certificate_revoked, is revoked",
        "certificate_expired, this gateway's certificate has expired",
        "unknown_ca, does not know the authority of this gateway's certificate"
    })
    void whatTheBrokerSaysOfUsIsTold(String alert, String hint) {
        assertThat(explained("(" + alert + ") Received fatal alert: " + alert, null))
                .contains(hint, "Received fatal alert: " + alert);
    }

    /// A reason is logged when it changes, and an attempt comes every half minute.
    @Test
    void theReasonIsTheSameAtTheNextAttempt() {
        SSLException failure = new SSLHandshakeException("x");
        failure.initCause(new CertificateExpiredException("NotAfter: x"));

        assertThat(TlsFailures.explain(failure, () -> Instant.parse("2026-11-30T10:00:00Z")))
                .isEqualTo(TlsFailures.explain(failure, () -> Instant.parse("2026-11-30T10:00:30Z")));
    }

    /// `(bad_certificate)` is the alert that the gateway sends: it says nothing about its own certificate.
    @Test
    void ourOwnAlertIsNotTakenForTheBrokers() {
        assertThat(explained("(bad_certificate) validity check failed", null))
                .isEqualTo("TLS failed: (bad_certificate) validity check failed");
    }

    @Test
    void whatIsUnknownKeepsItsWords() {
        assertThat(explained("handshake_failure", null)).isEqualTo("TLS failed: handshake_failure");
    }
}
