/// Fingerprints: whether an input is still the one that was read before.
#pragma once

#include <string>

#include <lingan/base/byte_source.h>

namespace lingan {

/// A short text that inputs of the same bytes share, once they are unpacked, and no two others in
/// practice: their number and FNV-1a hash (Fowler, Noll & Vo, 64 bits). No protection from a
/// forger.
/// @param source  is read to its end.  @param name  for messages.
/// @throws IoError, InputError as reading does.
std::string fingerprint(ByteSource& source, const std::string& name);

}  // namespace lingan
