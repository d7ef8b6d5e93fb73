// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

/// A rectangle of the picture that a diagram fills; what is written at its axes stands outside. Immutable.
///
/// @param x left edge, in pixels
/// @param y upper edge
public record PlotPanel(double x, double y, double width, double height) {
    public double right() {
        return x + width;
    }

    public double bottom() {
        return y + height;
    }

    /// @param share of the width, from the left
    public double across(double share) {
        return x + share * width;
    }

    /// @param share of the height, from the bottom
    public double up(double share) {
        return bottom() - share * height;
    }
}
