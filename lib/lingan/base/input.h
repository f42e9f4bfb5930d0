/// Inputs: how everything that lingan reads is opened.
///
/// An input is named by a path, of a file, a pipe or a device, or by `-`: what was given to the
/// process as its standard input. Compressed ones are unpacked (base/decompression.h).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <lingan/base/byte_source.h>
#include <lingan/base/descriptor.h>

namespace lingan {

/// An input's name in messages: its path, `stdin` for `-`.
std::string input_name(const std::filesystem::path& path);

/// Whether a name that may stand for something else, too, is an input's: `-`, a path with a slash,
/// or a file that is there.
bool names_input(const std::string& name);

/// Opens an input.
/// @throws IoError with the system's words; UsageError for a pipe that was opened before: it gives
/// its bytes once, and there would be none.
std::unique_ptr<ByteSource> open_input(const std::filesystem::path& path);

/// An input that is read several times. Of one that can be read once, such as a pipe, it keeps a
/// copy in a file without a name, in the folder that TMPDIR names, or in `/tmp`: of what was asked
/// for, so that an endless one ends where its reader refuses it.
class RereadableInput {
 public:
  /// @throws IoError, UsageError as open_input, or IoError if there is no place for a copy.
  explicit RereadableInput(const std::filesystem::path& path);
  ~RereadableInput();

  const std::string& name() const { return name_; }
  /// From the first byte. The input must live as long as what it gives, which may throw an IoError
  /// if the copy finds no place.
  std::unique_ptr<ByteSource> open() const;

 private:
  class Spool;

  std::string name_;
  Descriptor file_;  // open if its bytes stay, from first_byte_ on
  int64_t first_byte_ = 0;
  std::unique_ptr<Spool> spool_;  // else
};

}  // namespace lingan
