#include <zstd.h>
#include <zstd_errors.h>

#include <new>

#include <lingan/base/decompression.h>

namespace lingan {
namespace {

class ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : state_(::ZSTD_createDStream()) {
    if (state_ == nullptr) throw std::bad_alloc();
  }
  ~ZstdDecoder() override { ::ZSTD_freeDStream(state_); }
  ZstdDecoder(const ZstdDecoder&) = delete;
  ZstdDecoder& operator=(const ZstdDecoder&) = delete;

  std::string_view format() const override { return "Zstandard"; }
  bool may_end() const override { return is_between_; }

  std::string_view decode(std::string_view& packed, std::span<char>& free, bool) override {
    if (is_between_ && packed.empty()) return {};
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{free.data(), free.size(), 0};
    const size_t answer = ::ZSTD_decompressStream(state_, &out, &in);
    packed.remove_prefix(in.pos);
    free = free.subspan(out.pos);
    is_between_ = answer == 0;
    if (!::ZSTD_isError(answer)) return {};
    if (::ZSTD_getErrorCode(answer) == ZSTD_error_frameParameter_windowTooLarge) {
      return "their window is larger than 128 MiB; unpack them by `zstd`";
    }
    return ::ZSTD_getErrorName(answer);
  }

 private:
  ZSTD_DStream* state_;
  bool is_between_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_zstd_decoder() { return std::make_unique<ZstdDecoder>(); }

}  // namespace lingan
