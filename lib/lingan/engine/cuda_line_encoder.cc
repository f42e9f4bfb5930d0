#include <lingan/engine/cuda_line_encoder.h>

#include <algorithm>
#include <string_view>
#include <variant>

#include <lingan/base/notice.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/text/subword/subword_model.h>

namespace lingan::engine {
namespace {

/// Longer lines are encoded on the CPU: one thread of the device is far slower, and all lines of a
/// block wait for the longest.
constexpr size_t kLongestLine = 4096;

const BytePairTables* pairs_of(const SubwordModel& model) {
  return std::get_if<BytePairTables>(&model.pieces);
}

cuda::Encoder* create_encoder(const cuda::Table& table, const SubwordModel& model) {
  const PieceNormalizerView normalizer = model.normalization.view();
  cuda::EncoderModel views{.normalizer = &normalizer,
                           .rule_bytes = static_cast<int64_t>(model.normalization.text_bytes()),
                           .unigram = nullptr,
                           .pairs = nullptr,
                           .symbols = 0};
  UnigramView unigram;
  BytePairView pairs;
  if (const auto* tables = pairs_of(model)) {
    pairs = tables->view();
    views.pairs = &pairs;
    views.symbols = static_cast<int64_t>(tables->symbols());
  } else {
    const auto& pieces = std::get<UnigramTables>(model.pieces);
    unigram = pieces.view();
    views.unigram = &unigram;
    views.symbols = static_cast<int64_t>(pieces.written_scores().size());
  }
  cuda::Encoder* encoder = nullptr;
  require_cuda(table, table.encoder_create(&views, cuda_stream(), &encoder));
  return encoder;
}

/// Normalized lines, one after another; those for the CPU are empty.
struct DeviceText {
  std::string text;
  std::vector<int64_t> offsets = {0};  // [lines + 1]
  std::vector<bool> is_for_cpu;        // [lines]
};

DeviceText normalized(const std::vector<NumberedLine>& block, const std::string& name,
                      const NormalizerOptions& options) {
  std::vector<std::string> buffers(block.size());
  std::vector<std::string_view> views(block.size());
  for_each_line(block, name,
                [&](size_t i) { views[i] = normalize(block[i].text, options, buffers[i]); });
  DeviceText lines;
  for (const std::string_view view : views) {
    lines.is_for_cpu.push_back(view.size() > kLongestLine);
    if (!lines.is_for_cpu.back()) lines.text += view;
    lines.offsets.push_back(static_cast<int64_t>(lines.text.size()));
  }
  return lines;
}

bool has_forbidden(const std::vector<int32_t>& ids) {
  return std::find(ids.begin(), ids.end(), BytePairTables::kForbiddenId) != ids.end();
}

}  // namespace

std::unique_ptr<LineEncoder> make_line_encoder(const Tokenizer& tokenizer) {
  const cuda::Table* table = active_cuda();
  const SubwordModel* model = tokenizer.subword_model();
  if (table == nullptr || model == nullptr) return std::make_unique<CpuLineEncoder>(tokenizer);
  if (const auto* pairs = pairs_of(*model); pairs != nullptr && pairs->has_unused()) {
    notice_once(
        "the tokenizer has unused pieces, which the device does not split: text is encoded on the "
        "CPU");
    return std::make_unique<CpuLineEncoder>(tokenizer);
  }
  return std::make_unique<CudaLineEncoder>(*table, tokenizer);
}

CudaLineEncoder::CudaLineEncoder(const cuda::Table& table, const Tokenizer& tokenizer)
    : table_(table),
      tokenizer_(tokenizer),
      encoder_(create_encoder(table, *tokenizer.subword_model())) {}

CudaLineEncoder::~CudaLineEncoder() { table_.encoder_destroy(encoder_); }

std::vector<std::vector<int32_t>> CudaLineEncoder::encode(const std::vector<NumberedLine>& block,
                                                          const std::string& name) const {
  DeviceText lines = normalized(block, name, tokenizer_.normalizer());
  std::vector<int64_t> counts(block.size());
  std::vector<int32_t> ids(lines.text.size() + 16 * block.size());
  int64_t written = 0;
  const cuda::EncodeJob job{.text = lines.text.data(),
                            .offsets = lines.offsets.data(),
                            .lines = static_cast<int64_t>(block.size()),
                            .counts = counts.data(),
                            .ids = ids.data(),
                            .capacity = static_cast<int64_t>(ids.size()),
                            .written = &written,
                            .cuda_stream = cuda_stream()};
  require_cuda(table_, table_.encode(encoder_, &job));
  std::vector<std::vector<int32_t>> encoded(block.size());
  const int32_t* next = ids.data();
  for (size_t i = 0; i < block.size(); ++i) {
    const int64_t count = std::max<int64_t>(counts[i], 0);
    encoded[i].assign(next, next + count);
    next += count;
    if (counts[i] < 0 || has_forbidden(encoded[i])) lines.is_for_cpu[i] = true;
  }
  for_each_line(block, name, [&](size_t i) {
    if (lines.is_for_cpu[i]) encoded[i] = tokenizer_.encode(block[i].text);
  });
  return encoded;
}

}  // namespace lingan::engine
