// SPDX-License-Identifier: Apache-2.0
// A shared library that is no delegate.
int edgewise_not_a_delegate(void) { return 1; }
