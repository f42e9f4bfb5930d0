#include <lingan/text/subword/sentencepiece_rounding.h>

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sentencepiece_processor.h>

namespace lingan {
namespace {

/// A piece as a field of a model; below 128 bytes.
std::string piece_field(std::string_view text, float score, char type) {
  std::string piece = {'\x0A', static_cast<char>(text.size())};
  piece += text;
  piece += '\x15';
  const auto bits = std::bit_cast<uint32_t>(score);
  for (int shift = 0; shift < 32; shift += 8) piece += static_cast<char>(bits >> shift & 0xFF);
  piece += {'\x18', type};
  return std::string{'\x0A', static_cast<char>(piece.size())} + piece;
}

/// "aaa" is `a aa` or `aa a`: the same sum, but rounded in another order.
bool find_out() {
  constexpr char kNormal = 1, kUnknown = 2;
  const std::string model = piece_field("<unk>", 0, kUnknown) +
                            piece_field("\xE2\x96\x81", -1.0f, kNormal) +
                            piece_field("a", -0.1f, kNormal) + piece_field("aa", -0.1f, kNormal);
  sentencepiece::SentencePieceProcessor library;
  std::vector<int> ids;
  const bool works =
      library.LoadFromSerializedProto(model).ok() && library.Encode("aaa", &ids).ok();
  // The second segmentation is taken only by its sum's lower bits.
  return works && ids == std::vector<int>{1, 2, 3};
}

}  // namespace

bool library_rounds_first() {
  static const bool rounds_first = find_out();
  return rounds_first;
}

}  // namespace lingan
