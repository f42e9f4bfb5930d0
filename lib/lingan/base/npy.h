/// .npy: one array in a file, as NumPy's `save` writes it.
///
/// Format: numpy.lib.format, versions 1 to 3. A magic string, a length, a Python dictionary with
/// the type, the order and the shape, then the array's bytes. The reader trusts nothing.
#pragma once

#include <string>
#include <string_view>

#include <lingan/base/safetensors.h>

namespace lingan {

/// Whether bytes begin as a .npy file does.
bool is_npy(std::string_view bytes);

/// The array in a file's bytes; the view points into them. Its dtype is F64, F32 or F16.
/// @param bytes  the whole file.  @param where  its name, for messages.
/// @throws InputError for anything that the format forbids, bytes that are missing or too many,
/// other types, big-endian numbers and Fortran order.
TensorView parse_npy(std::string_view bytes, const std::string& where);

}  // namespace lingan
