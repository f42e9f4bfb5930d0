#include <lingan/text/corpus/corpus.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/progress.h>
#include <lingan/base/random.h>
#include <lingan/text/corpus/length_percentile.h>
#include <lingan/text/corpus/line_encoder.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr int64_t kMaxTokens = int64_t{1} << 33;

/// Sentences of one block of lines, one after the other.
struct Block {
  std::vector<int32_t> tokens;
  std::vector<int32_t> lengths;
  std::vector<int64_t> lines;
};

/// Reads a corpus into blocks, then into a matrix.
class Reader {
 public:
  Reader(std::span<CorpusLines> files, const LineEncoder& encoder, const CorpusOptions& options)
      : files_(files),
        encoder_(encoder),
        specials_(encoder.tokenizer().specials()),
        options_(options) {}

  EncodedCorpus read() {
    for (CorpusLines& file : files_) read_blocks(file);
    report_.max_length = options_.max_length > 0
                             ? options_.max_length
                             : length_percentile(lengths_, options_.length_percentile);
    check_kept();
    TokenBatch matrix = fill();
    return {std::move(matrix), report_, std::move(kept_)};
  }

 private:
  void read_blocks(CorpusLines& file) {
    Progress progress("reading " + file.name(), 0, "lines");
    for (auto block = next_block(file); !block.empty(); block = next_block(file)) {
      if (interrupted()) throw Interrupted("interrupted while reading " + file.name());
      add(block, file.name());
      progress.update(file.lines());
    }
    report_.lines += file.lines();
    report_.bad_text += file.bad_lines();
  }

  /// Encodes lines and appends what is not dropped at once, in order.
  /// @param name  of their file.
  void add(const std::vector<NumberedLine>& lines, const std::string& name) {
    Block block;
    const auto encoded = encoder_.encode(lines, name);
    for (size_t i = 0; i < lines.size(); ++i) {
      if (is_blank(lines[i].text)) {
        ++report_.empty;
      } else {
        append(encoded[i], not_blank_++, block);
      }
    }
    if (!block.lengths.empty()) blocks_.push_back(std::move(block));
  }

  void append(const std::vector<int32_t>& ids, int64_t line, Block& block) {
    if (ids.empty()) {
      ++report_.empty;
      return;
    }
    const size_t length = ids.size() + (specials_.eos >= 0 ? 1 : 0);
    if (options_.max_length > 0 && length > static_cast<size_t>(options_.max_length)) {
      ++report_.too_long;
      return;
    }
    ++lengths_[static_cast<int32_t>(length)];
    block.tokens.insert(block.tokens.end(), ids.begin(), ids.end());
    if (specials_.eos >= 0) block.tokens.push_back(specials_.eos);
    block.lengths.push_back(static_cast<int32_t>(length));
    block.lines.push_back(line);
  }

  /// Counts the sentences that fit, and checks that they make a matrix.
  void check_kept() {
    for (const auto& [length, count] : lengths_) {
      (length <= report_.max_length ? report_.sentences : report_.too_long) += count;
    }
    if (report_.sentences == 0) {
      throw InputError(files_.front().name() + ": no sentence is left of " +
                       std::to_string(report_.lines) + " lines (" + std::to_string(report_.empty) +
                       " empty, " + std::to_string(report_.too_long) + " too long)");
    }
    if (specials_.eos < 0) check_equal_lengths();
    if (report_.sentences > kMaxTokens / report_.max_length) {
      throw InputError(files_.front().name() + ": " + std::to_string(report_.sentences) +
                       " sentences of " + std::to_string(report_.max_length) +
                       " tokens make a matrix of more than 32 GiB; choose a smaller `max_length`");
    }
  }

  /// Without eos every row must be full.
  void check_equal_lengths() const {
    if (lengths_.size() < 2) return;
    const auto [length, count] = *lengths_.begin();
    throw InputError(files_.front().name() + ": sentences differ in length (" +
                     std::to_string(count) + " of " + std::to_string(count_sentences(lengths_)) +
                     " have " + std::to_string(length) +
                     " tokens); this tokenizer has no end token, so all must be equally long");
  }

  TokenBatch fill() {
    TokenBatch matrix = TokenBatch::filled(report_.sentences, report_.max_length, specials_.pad);
    for (auto& block : blocks_) {
      const int32_t* ids = block.tokens.data();
      for (size_t i = 0; i < block.lengths.size(); ++i) {
        const int32_t length = block.lengths[i];
        if (length <= report_.max_length) keep(ids, length, block.lines[i], matrix);
        ids += length;
      }
      block = {};
    }
    return matrix;
  }

  void keep(const int32_t* ids, int32_t length, int64_t line, TokenBatch& matrix) {
    const size_t row = kept_.size();
    kept_.push_back(line);
    std::copy(ids, ids + length, matrix.tokens.begin() + static_cast<int64_t>(row) * matrix.width);
    matrix.lengths[row] = length;
    report_.tokens += length;
    if (specials_.unk >= 0) report_.unknown += std::count(ids, ids + length, specials_.unk);
  }

  std::span<CorpusLines> files_;
  const LineEncoder& encoder_;
  const SpecialTokens specials_;
  const CorpusOptions options_;
  CorpusReport report_;
  std::vector<Block> blocks_;
  LengthCounts lengths_;   ///< of the sentences in the blocks
  int64_t not_blank_ = 0;  ///< lines
  std::vector<int64_t> kept_;
};

void check_options(const CorpusOptions& options) {
  if (options.max_length < 0) {
    throw UsageError("`max_length` " + std::to_string(options.max_length) +
                     ": must be 0 (by percentile) or more");
  }
  if (!(options.length_percentile >= kSmallestLengthPercentile && options.length_percentile <= 1)) {
    throw UsageError(fmt::format("`length_percentile` {}: must be in {}..1",
                                 options.length_percentile, kSmallestLengthPercentile));
  }
}

}  // namespace

EncodedCorpus read_corpus(CorpusLines& lines, const LineEncoder& encoder,
                          const CorpusOptions& options) {
  return read_corpus(std::span(&lines, 1), encoder, options);
}

EncodedCorpus read_corpus(std::span<CorpusLines> files, const LineEncoder& encoder,
                          const CorpusOptions& options) {
  check_options(options);
  return Reader(files, encoder, options).read();
}

}  // namespace lingan
