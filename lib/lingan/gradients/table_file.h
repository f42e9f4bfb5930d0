/// Files of tables.
///
/// JSON: `{"vocabulary": V, "length": T, "logits": {..}, "rewards": {..}}`. The keys of `logits`
/// are prefixes, those of `rewards` sequences: ids from 0 on, joined by one space; the empty prefix
/// is
/// "". Values are a list of V numbers, and a number. With `"shared": true` the row of "" stands at
/// every prefix. With T = 1 there may be, in place of `rewards`, a function of a relaxed vector x:
/// `"function": {"values": [v_0, ..], "polynomial": [c_0, c_1, ..], "sigmoid": false}` is c_0 + c_1
/// y + c_2 y^2 + .. of y = x . v, or the sigmoid of that.
#pragma once

#include <filesystem>
#include <string_view>

#include <lingan/gradients/gradient_table.h>

namespace lingan::gradients {

/// @throws IoError, UsageError as read_file; InputError with the file's name for what is no such
/// table: malformed JSON, keys that are missing, unknown or there twice, sizes beyond what can be
/// enumerated.
GradientTable read_table(const std::filesystem::path& path);

/// @throws InputError as read_table, without a place; UsageError as GradientTable.
GradientTable parse_table(std::string_view json);

}  // namespace lingan::gradients
