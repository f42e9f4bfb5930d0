/// Compressed inputs: gzip, xz and Zstandard, known by their first bytes.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include <lingan/base/byte_source.h>

namespace lingan {

/// Unpacks one format.
class Decoder {
 public:
  virtual ~Decoder() = default;

  virtual std::string_view format() const = 0;
  /// Takes bytes from the front of `packed` and puts what they become at the front of `free`; both
  /// become what is left of them.
  /// @param is_end  no packed bytes come after these.
  /// @return a word on what is wrong with the data; empty if nothing is.
  virtual std::string_view decode(std::string_view& packed, std::span<char>& free, bool is_end) = 0;
  /// Whether decode is at the end of a part of the data, where they may end or another part begin.
  virtual bool may_end() const = 0;
};

std::unique_ptr<Decoder> make_gzip_decoder();
std::unique_ptr<Decoder> make_xz_decoder();
std::unique_ptr<Decoder> make_zstd_decoder();

/// What a source holds: unpacked if it is compressed, else the source as it is. Several packed
/// parts one after the other are one text, as they are for `zcat`; zeros between and after them
/// are padding (of tapes and disks).
/// @throws InputError for another format of compression, which it names, and for what is compressed
/// twice.
std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> source);

}  // namespace lingan
