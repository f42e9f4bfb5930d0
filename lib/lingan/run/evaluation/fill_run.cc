#include <lingan/run/evaluation/fill_run.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <lingan/run/evaluation/gapped_lines.h>
#include <lingan/text/tokenizer/line_text.h>

namespace lingan {
namespace {

/// Lines whose fillings are drawn together.
constexpr int64_t kLinesTogether = 256;

/// The tokens of those lines that have holes.
TokenBatch tokens_of(const std::vector<GappedLine>& lines, int32_t width, int32_t filler) {
  TokenBatch batch = TokenBatch::filled(0, width, filler);
  for (const GappedLine& line : lines) {
    if (line.holes == 0) continue;
    batch.tokens.insert(batch.tokens.end(), line.tokens.begin(), line.tokens.end());
    batch.tokens.resize(batch.tokens.size() + static_cast<size_t>(width) - line.tokens.size(),
                        filler);
    batch.lengths.push_back(static_cast<int32_t>(line.tokens.size()));
    ++batch.rows;
  }
  return batch;
}

/// A line with what a filler put into its holes.
/// @param tokens  of the line, filled.
std::string with_words(const GappedLine& line, std::span<const int32_t> tokens,
                       const Tokenizer& tokenizer) {
  std::vector<std::string> words;
  for (size_t t = 0; t < line.tokens.size(); ++t) {
    if (line.tokens[t] != tokenizer.specials().bos) continue;
    words.push_back(decode_line(tokenizer, tokens.subspan(t, 1)));
  }
  return line.filled(words);
}

/// Fillings by their number, drawn block by block as they are asked for in order.
class Fillings {
 public:
  /// @param filler  null where `count` is 0.
  Fillings(std::unique_ptr<const HoleFiller> filler, int64_t count)
      : filler_(std::move(filler)), count_(count) {}

  std::span<const int32_t> next() {
    if (number_ == first_ + block_.rows) {
      first_ = number_;
      block_ = filler_->fill(first_, std::min(kLinesTogether, count_ - first_));
    }
    return block_.row(number_++ - first_);
  }

 private:
  std::unique_ptr<const HoleFiller> filler_;
  int64_t count_;
  int64_t number_ = 0, first_ = 0;
  TokenBatch block_;
};

}  // namespace

void fill_run(const RunDirectory& run, const std::string& file, const FillRequest& request,
              const std::function<void(const std::string& line)>& consumer) {
  const Tokenizer& tokenizer = *run.spec().tokenizer;
  const std::vector<GappedLine> lines = read_gapped_lines(run, file);
  const auto sentences = std::make_shared<const TokenBatch>(
      tokens_of(lines, run.spec().length, tokenizer.specials().filler()));
  // Without a hole there is nothing that a filler could read.
  Fillings fillings(sentences->rows == 0 ? nullptr : make_hole_filler(run, sentences, request),
                    sentences->rows * request.fillings);
  for (const GappedLine& line : lines) {
    for (int64_t i = 0; i < request.fillings; ++i) {
      consumer(line.holes == 0 ? line.text : with_words(line, fillings.next(), tokenizer));
    }
  }
}

}  // namespace lingan
