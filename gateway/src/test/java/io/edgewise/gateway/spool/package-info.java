// SPDX-License-Identifier: Apache-2.0
/// Tests of the spool: on real files, with a disk that is full or fails when the test says so.
@NullMarked
package io.edgewise.gateway.spool;

import org.jspecify.annotations.NullMarked;
