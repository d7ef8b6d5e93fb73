// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

/// The kinds of value that [PatternExtractor] finds; the names are the `type` of a field in group `pattern`.
///
/// The order is also the order of preference between two matches of equal rank, length and start. Immutable.
public enum PatternType {
    /// A telephone number: E.164 (`+15417543010`), with `;ext=12` after it when an extension was written (RFC 3966);
    /// a number without its area code is `+1-555-0134`, country code and local number, and is incomplete.
    PHONE,
    /// A mail address (RFC 5322 dot-atom at a dotted domain), the domain in lower case.
    EMAIL,
    /// An address with a scheme, as written; `http://` is put before `www.` and bare domains.
    URL,
    /// An IPv4 or IPv6 address in canonical form (RFC 5952), without port, prefix length or zone.
    IP,
    /// An EUI-48 or EUI-64 hardware address, lower case, separated by colons.
    MAC,
    /// An International Bank Account Number (ISO 13616) with a correct check sum, upper case without spaces.
    IBAN,
    /// A payment card number (ISO/IEC 7812) of a known issuer with a correct Luhn digit, digits only.
    CARD,
    /// A number and a unit or currency: `21.5 °C`, `3 bar`, `12.50 EUR`.
    QUANTITY,
    /// A date, a time of day or both, as ISO 8601: `2026-11-22`, `14:00`, `2026-11-27T14:00`.
    DATE_TIME,
    /// A serial, part or asset identifier in upper case: `CV-102`.
    SERIAL
}
