// SPDX-License-Identifier: Apache-2.0
/// What a site can tune without training: thresholds, found on lines that its own people labelled.
///
/// ```
/// LabelledFile ──► a bundle scores each text ──► Calibration ──► LabelCalibration, of each threshold a Cut
///   texts, truths                                   Rule          before, after, held out: counts with intervals
///                                                                 └► CalibrationTable, CalibrationPlot, OverlayFile
/// ```
///
/// A threshold is chosen on the same lines on which it is then counted, so what is printed as *suggested* flatters;
/// the row *held out* does not: each line in it was judged by a threshold that was chosen without it.
@NullMarked
package io.edgewise.gateway.tuning;

import org.jspecify.annotations.NullMarked;
