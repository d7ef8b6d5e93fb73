// SPDX-License-Identifier: Apache-2.0
/// The configuration: records all the way down, made by [ConfigurationReader] from YAML.
///
/// Two steps of checking. Reading finds unknown keys, wrong types and values out of range, all of them at once;
/// the [ConfigurationCheck] then looks at what the parts say of each other and of the bundles on disk. Only a
/// configuration without problems is used.
@NullMarked
package io.edgewise.gateway.config;

import org.jspecify.annotations.NullMarked;
