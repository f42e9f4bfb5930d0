#include <lingan/text/corpus/corpus.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/progress.h>
#include <lingan/base/random.h>
#include <lingan/text/corpus/length_percentile.h>
#include <lingan/text/corpus/line_encoder.h>

namespace lingan {
namespace {

constexpr int64_t kMaxTokens = int64_t{1} << 33;

/// Sentences of one block of lines, one after the other.
struct Block {
  std::vector<int32_t> tokens;
  std::vector<int32_t> lengths;
};

/// Reads a corpus into blocks, then into a matrix.
class Reader {
 public:
  Reader(CorpusLines& lines, const LineEncoder& encoder, const CorpusOptions& options)
      : lines_(lines),
        encoder_(encoder),
        specials_(encoder.tokenizer().specials()),
        options_(options) {}

  std::pair<TokenBatch, CorpusReport> read() {
    Progress progress("reading " + lines_.name(), 0, "lines");
    for (auto block = next_block(lines_); !block.empty(); block = next_block(lines_)) {
      if (interrupted()) throw Interrupted("interrupted while reading " + lines_.name());
      add(block);
      progress.update(lines_.lines());
    }
    report_.lines = lines_.lines();
    report_.bad_text = lines_.bad_lines();
    report_.max_length = options_.max_length > 0
                             ? options_.max_length
                             : length_percentile(lengths_, options_.length_percentile);
    check_kept();
    TokenBatch matrix = fill();
    return {std::move(matrix), report_};
  }

 private:
  /// Encodes lines and appends what is not dropped at once, in order.
  void add(const std::vector<NumberedLine>& lines) {
    Block block;
    for (const auto& ids : encoder_.encode(lines, lines_.name())) append(ids, block);
    if (!block.lengths.empty()) blocks_.push_back(std::move(block));
  }

  void append(const std::vector<int32_t>& ids, Block& block) {
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
  }

  /// Counts the sentences that fit, and checks that they make a matrix.
  void check_kept() {
    for (const auto& [length, count] : lengths_) {
      (length <= report_.max_length ? report_.sentences : report_.too_long) += count;
    }
    if (report_.sentences == 0) {
      throw InputError(lines_.name() + ": no sentence is left of " + std::to_string(report_.lines) +
                       " lines (" + std::to_string(report_.empty) + " empty, " +
                       std::to_string(report_.too_long) + " too long)");
    }
    if (specials_.eos < 0) check_equal_lengths();
    if (report_.sentences > kMaxTokens / report_.max_length) {
      throw InputError(lines_.name() + ": " + std::to_string(report_.sentences) + " sentences of " +
                       std::to_string(report_.max_length) +
                       " tokens make a matrix of more than 32 GiB; choose a smaller max length");
    }
  }

  /// Without eos every row must be full.
  void check_equal_lengths() const {
    if (lengths_.size() < 2) return;
    const auto [length, count] = *lengths_.begin();
    throw InputError(lines_.name() + ": sentences differ in length (" + std::to_string(count) +
                     " of " + std::to_string(count_sentences(lengths_)) + " have " +
                     std::to_string(length) +
                     " tokens); this tokenizer has no end token, so all must be equally long");
  }

  TokenBatch fill() {
    TokenBatch matrix = TokenBatch::filled(report_.sentences, report_.max_length, specials_.pad);
    int64_t row = 0;
    for (auto& block : blocks_) {
      const int32_t* ids = block.tokens.data();
      for (const int32_t length : block.lengths) {
        if (length <= report_.max_length) keep(ids, length, row++, matrix);
        ids += length;
      }
      block = {};
    }
    return matrix;
  }

  void keep(const int32_t* ids, int32_t length, int64_t row, TokenBatch& matrix) {
    std::copy(ids, ids + length, matrix.tokens.begin() + row * matrix.width);
    matrix.lengths[static_cast<size_t>(row)] = length;
    report_.tokens += length;
    if (specials_.unk >= 0) report_.unknown += std::count(ids, ids + length, specials_.unk);
  }

  CorpusLines& lines_;
  const LineEncoder& encoder_;
  const SpecialTokens specials_;
  const CorpusOptions options_;
  CorpusReport report_;
  std::vector<Block> blocks_;
  LengthCounts lengths_;  ///< of the sentences in the blocks
};

void check_options(const CorpusOptions& options) {
  if (options.max_length < 0) {
    throw UsageError("max length " + std::to_string(options.max_length) +
                     ": must be 0 (by percentile) or more");
  }
  if (!(options.length_percentile > 0 && options.length_percentile <= 1)) {
    throw UsageError("length percentile " + std::to_string(options.length_percentile) +
                     ": must be above 0 and at most 1");
  }
}

}  // namespace

std::pair<TokenBatch, CorpusReport> read_corpus(CorpusLines& lines, const LineEncoder& encoder,
                                                const CorpusOptions& options) {
  check_options(options);
  return Reader(lines, encoder, options).read();
}

std::pair<TokenBatch, TokenBatch> split_corpus(const TokenBatch& corpus, double validation_share,
                                               uint64_t seed) {
  if (!(validation_share >= 0 && validation_share < 1)) {
    throw UsageError("validation share " + std::to_string(validation_share) +
                     ": must be at least 0 and below 1");
  }
  const double share = std::round(validation_share * static_cast<double>(corpus.rows));
  const int64_t wanted =
      validation_share > 0 ? std::max<int64_t>(1, static_cast<int64_t>(share)) : 0;
  if (wanted >= corpus.rows) {
    throw InputError("a corpus of " + std::to_string(corpus.rows) +
                     " sentences is too small to split off a validation part");
  }
  const RandomStream random{seed, Purpose::kSplit};
  std::vector<int64_t> order(static_cast<size_t>(corpus.rows));
  std::iota(order.begin(), order.end(), int64_t{0});
  for (int64_t i = 0; i < wanted; ++i) {
    const auto rest = static_cast<uint64_t>(corpus.rows - i);
    std::swap(order[static_cast<size_t>(i)],
              order[static_cast<size_t>(i) + random.below(rest, static_cast<uint64_t>(i), 0)]);
  }
  std::sort(order.begin(), order.begin() + wanted);
  std::sort(order.begin() + wanted, order.end());
  const std::span<const int64_t> rows(order);
  const auto validation = static_cast<size_t>(wanted);
  return {select_rows(corpus, rows.subspan(validation)),
          select_rows(corpus, rows.first(validation))};
}

}  // namespace lingan
