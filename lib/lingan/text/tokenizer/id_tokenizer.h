/// Lines of numbers, for the data of oracles.
#pragma once

#include <vector>

#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// Reads numbers between spaces; its pieces are the numbers. Without eos all sentences have one
/// length, and every number is a token like the others; with eos, those of pad, bos and eos are no
/// text.
class IdTokenizer : public Tokenizer {
 public:
  /// @throws InputError if size is not in 1..2^24 or a special id is not in -1..size-1.
  IdTokenizer(int32_t size, SpecialTokens specials);
  /// The numbers 0..largest that is seen; 0 is fed first and is a token like the others.
  /// @throws InputError for anything else in a line, for a text without ids, and where no size is
  /// given and the largest is 65,536 or more and 100 times the number of tokens or more.
  static std::unique_ptr<Tokenizer> train(const TokenizerOptions& options, const LineReader& lines);

  std::string_view kind() const override { return "ids"; }
  int32_t size() const override { return size_; }
  SpecialTokens specials() const override { return specials_; }
  std::string piece(int32_t id) const override;
  /// @throws InputError for anything that is no number in 0..size()-1, and for pad, bos and eos.
  std::vector<int32_t> encode(std::string_view line) const override;
  std::string decode(std::span<const int32_t> ids) const override;
  std::string serialize() const override;

 private:
  /// The name of pad, bos or eos where they are no text; else empty.
  std::string_view mark(int32_t id) const;

  int32_t size_;
  SpecialTokens specials_;
};

/// The numbers of a line, between white space.
/// @param bound  all must be in 0..bound-1.  @throws InputError naming the first that is not.
std::vector<int32_t> parse_ids(std::string_view line, int32_t bound);

}  // namespace lingan
