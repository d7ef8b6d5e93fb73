// SPDX-License-Identifier: Apache-2.0
/// Makes marks around turns, which is all that a board knows, of the program that a checkpoint brings for it:
/// its template in Jinja.
///
/// The template is rendered with conversations whose texts can be found again; what stands between them are the
/// marks. Then the marks are tried: other conversations must become what the template makes of them, or the
/// template is refused. A guard model whose rules stand in a template, and are left out, lets everything pass.
@NullMarked
package io.edgewise.importer.chat;

import org.jspecify.annotations.NullMarked;
