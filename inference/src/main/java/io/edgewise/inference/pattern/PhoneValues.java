// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.jspecify.annotations.Nullable;

/// Normalises telephone numbers as read in a region, and refuses those that could not be dialled. Immutable,
/// thread-safe.
final class PhoneValues {
    private final String region;

    PhoneValues(String region) {
        this.region = region;
    }

    /// The value of a number, null if it is not trusted.
    ///
    /// @param number as the library reads it
    /// @param written as it stands in the text
    /// @param cued if the text says that it is a phone number
    @Nullable
    String of(PhoneNumber number, String written, boolean cued) {
        if (!cued && !isPlain(number, written)) {
            return null;
        }
        if (!isIncomplete(number, written)) {
            String value = PhoneNumberUtil.getInstance().format(number, PhoneNumberFormat.E164);
            return isUndiallable(number) ? null : value + extension(number);
        }
        String local = withoutExtension(written);
        boolean accepted = cued && isLocal(number, local);
        return accepted ? "+" + number.getCountryCode() + "-" + grouped(local, "-") + extension(number) : null;
    }

    private static String extension(PhoneNumber number) {
        return number.hasExtension() ? ";ext=" + number.getExtension() : "";
    }

    /// True if a number is written as a phone number: international, with a bracket, or in the groups usual for it.
    private static boolean isPlain(PhoneNumber number, String written) {
        if (written.startsWith("+") || written.startsWith("00") || written.indexOf('(') >= 0) {
            return true;
        }
        String national = PhoneNumberUtil.getInstance().format(number, PhoneNumberFormat.NATIONAL);
        String groups = grouped(national, " ");
        String own = grouped(written, " ");
        // North America also writes its trunk prefix, which the national format leaves out.
        return groups.indexOf(' ') > 0 && (own.equals(groups) || own.equals("1 " + groups));
    }

    /// True if the area code is missing: too short, or without the prefix that a national call needs in this region.
    private boolean isIncomplete(PhoneNumber number, String written) {
        if (written.indexOf('+') >= 0) {
            return false;
        }
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        if (util.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE_LOCAL_ONLY) {
            return true;
        }
        String prefix = util.getNddPrefixForRegion(region, true);
        boolean needsPrefix = prefix != null && prefix.equals("0");
        String digits = PhoneNumberUtil.normalizeDigitsOnly(written);
        return needsPrefix && !digits.startsWith("0") && !util.isValidNumber(number);
    }

    /// True if a number of North America has an area code that nobody can dial: they begin with 2 to 9.
    private static boolean isUndiallable(PhoneNumber number) {
        String national = String.valueOf(number.getNationalNumber());
        return number.getCountryCode() == 1 && (number.isItalianLeadingZero() || national.charAt(0) < '2');
    }

    private static boolean isLocal(PhoneNumber number, String local) {
        boolean simple = local.chars().allMatch(c -> Source.isDigit((char) c) || " -.".indexOf(c) >= 0);
        // A local number of North America never begins with 0 or 1: those are the operator and the trunk.
        return simple && (number.getCountryCode() != 1 || local.charAt(0) >= '2');
    }

    /// What stands before "ext. 12" or "x12".
    private static String withoutExtension(String written) {
        int end = 0;
        while (end < written.length() && !Character.isLetter(written.charAt(end)) && written.charAt(end) != '#') {
            end++;
        }
        return written.substring(0, end).strip();
    }

    /// The groups of digits, with one separator between.
    private static String grouped(String written, String separator) {
        StringBuilder groups = new StringBuilder(written.length());
        boolean parted = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (Source.isDigit(c)) {
                groups.append(parted && !groups.isEmpty() ? separator : "").append(c);
            }
            parted = !Source.isDigit(c);
        }
        return groups.toString();
    }
}
