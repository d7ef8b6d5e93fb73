// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

/// A rectangle of the picture that a diagram fills; what is written at its axes stands outside. Immutable.
///
/// @param x left edge, in pixels
/// @param y upper edge
record PlotPanel(double x, double y, double width, double height) {
    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    /// @param share of the width, from the left
    double across(double share) {
        return x + share * width;
    }

    /// @param share of the height, from the bottom
    double up(double share) {
        return bottom() - share * height;
    }
}
