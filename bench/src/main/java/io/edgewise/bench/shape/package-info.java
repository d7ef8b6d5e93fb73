// SPDX-License-Identifier: Apache-2.0
/// How a model of some shape would do on this machine, before anybody has got its weights: random ones are made,
/// imported and run, each in a JVM of its own, and what that took stands beside what was planned.
@org.jspecify.annotations.NullMarked
package io.edgewise.bench.shape;
