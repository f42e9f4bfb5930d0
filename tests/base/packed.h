/// Compressed bytes for tests.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

namespace lingan::testing {

inline std::string gzip(std::string_view text) {
  z_stream state{};
  if (::deflateInit2(&state, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string packed(::deflateBound(&state, text.size()), '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(packed.data());
  state.avail_out = static_cast<uInt>(packed.size());
  const int answer = ::deflate(&state, Z_FINISH);
  packed.resize(state.total_out);
  ::deflateEnd(&state);
  if (answer != Z_STREAM_END) throw std::runtime_error("deflate");
  return packed;
}

inline std::string xz(std::string_view text) {
  std::string packed(::lzma_stream_buffer_bound(text.size()), '\0');
  size_t bytes = 0;
  if (::lzma_easy_buffer_encode(
          6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const uint8_t*>(text.data()), text.size(),
          reinterpret_cast<uint8_t*>(packed.data()), &bytes, packed.size()) != LZMA_OK) {
    throw std::runtime_error("lzma_easy_buffer_encode");
  }
  packed.resize(bytes);
  return packed;
}

/// With a checksum, as the program `zstd` writes it.
inline std::string zstd(std::string_view text) {
  std::string packed(::ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* const state = ::ZSTD_createCCtx();
  ::ZSTD_CCtx_setParameter(state, ZSTD_c_checksumFlag, 1);
  const size_t bytes =
      ::ZSTD_compress2(state, packed.data(), packed.size(), text.data(), text.size());
  ::ZSTD_freeCCtx(state);
  if (::ZSTD_isError(bytes)) throw std::runtime_error("ZSTD_compress2");
  packed.resize(bytes);
  return packed;
}

}  // namespace lingan::testing
