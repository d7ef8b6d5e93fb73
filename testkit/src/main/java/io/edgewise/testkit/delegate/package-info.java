// SPDX-License-Identifier: Apache-2.0
/// Delegates of our own in C and C++ that go wrong where vendors' do, compiled with the machine's compiler.
@NullMarked
package io.edgewise.testkit.delegate;

import org.jspecify.annotations.NullMarked;
