/// The rules of the whole house, as tests: which arrow may exist, how code is written, whether the
/// pages tell the truth.
@NullMarked
package dev.sluice.house;

import org.jspecify.annotations.NullMarked;
