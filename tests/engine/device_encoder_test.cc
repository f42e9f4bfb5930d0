// Encoding lines with SentencePiece models as a device does it, through every launcher, against the
// CPU's encoder (which tests/text holds against SentencePiece itself).
#include <algorithm>
#include <map>
#include <memory>

#include <lingan/text/subword/subword_encoder.h>

#include "tests/engine/launchers.h"
#include "tests/text/random_text.h"
#include "tests/text/sentencepiece_models.h"

namespace lingan::engine::device_encoder_test {
namespace {

/// A trained model, ready for the CPU and for a device.
struct TestModel {
  std::string bytes;
  std::unique_ptr<SubwordModel> subwords;
  PieceNormalizerView normalizer;
  UnigramView unigram;
  BytePairView pairs;
  cuda::EncoderModel view{};

  TestModel(const std::string& kind, const std::string& flags)
      : bytes(testing::train_model(testing::training_lines(),
                                   "--model_type=" + kind + " --vocab_size=560 " + flags)) {
    const SentencePieceModel model = read_sentencepiece_model(bytes);
    subwords = std::make_unique<SubwordModel>(kind, model, true);
    normalizer = subwords->normalization.view();
    view.normalizer = &normalizer;
    view.rule_bytes = static_cast<int64_t>(model.normalization_texts.size()) + 1;
    if (const auto* tables = std::get_if<UnigramTables>(&subwords->pieces)) {
      unigram = tables->view();
      view.unigram = &unigram;
      view.symbols = static_cast<int64_t>(tables->written_scores().size());
    } else {
      const auto& byte_pairs = std::get<BytePairTables>(subwords->pieces);
      pairs = byte_pairs.view();
      view.pairs = &pairs;
      view.symbols = static_cast<int64_t>(byte_pairs.symbols());
    }
  }
};

/// Trained once for all launchers.
const TestModel& model_of(const std::string& kind, const std::string& flags) {
  static std::map<std::string, std::unique_ptr<TestModel>> models;
  auto& model = models[kind + flags];
  if (!model) model = std::make_unique<TestModel>(kind, flags);
  return *model;
}

std::vector<std::string> random_lines(int count) {
  testing::RandomText random(3,
                             {"the", "dog", "and", "ab", "Größe", "東京", "fi", "100", "\u2581"});
  std::vector<std::string> lines = {"", " ", "a man riding a wave on a surfboard in the ocean"};
  for (int i = 0; i < count; ++i) lines.push_back(random.next());
  return lines;
}

template <class Launcher>
class DeviceEncoderTest : public LauncherTest<Launcher> {
 protected:
  void expect_equal(const TestModel& model, const std::vector<std::string>& lines) {
    std::string text;
    std::vector<int64_t> offsets = {0};
    for (const std::string& line : lines) {
      text += line;
      offsets.push_back(static_cast<int64_t>(text.size()));
    }
    std::vector<int64_t> counts(lines.size());
    std::vector<int32_t> ids(text.size() + 16 * lines.size());
    int64_t written = 0;
    this->launcher_.encode(
        model.view, {text.data(), offsets.data(), static_cast<int64_t>(lines.size()), counts.data(),
                     ids.data(), static_cast<int64_t>(ids.size()), &written});
    SubwordEncoder encoder(*model.subwords);
    int64_t at = 0, left = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
      if (counts[i] < 0) {
        ++left;
        continue;
      }
      IdBuffer expected;
      encoder.encode(lines[i], expected);
      ASSERT_EQ(std::vector<int32_t>(expected.data(), expected.data() + expected.size()),
                std::vector<int32_t>(ids.begin() + at, ids.begin() + at + counts[i]))
          << ::testing::PrintToString(lines[i]);
      at += counts[i];
    }
    EXPECT_EQ(at, written);
    EXPECT_LE(left, static_cast<int64_t>(lines.size() / 20)) << "left to the CPU";
  }
};
TYPED_TEST_SUITE(DeviceEncoderTest, Launchers, LauncherNames);

TYPED_TEST(DeviceEncoderTest, EncodesWhatTheCpuEncodes) {
  const auto lines = random_lines(600);
  for (const std::string kind : {"unigram", "bpe"}) {
    for (const std::string flags :
         {"",
          "--byte_fallback=true --normalization_rule_name=identity "
          "--remove_extra_whitespaces=false",
          "--normalization_rule_name=nfkc_cf --add_dummy_prefix=false",
          "--user_defined_symbols=<sep>,ab,the,aaa --treat_whitespace_as_suffix=true"}) {
      this->expect_equal(model_of(kind, flags), lines);
    }
  }
}

TYPED_TEST(DeviceEncoderTest, LeavesLinesThatGrowTooMuchToTheCpu) {
  const TestModel& model = model_of("unigram", "--byte_fallback=true");
  // NFKC writes U+FDFA as 18 letters, most of them unknown here and so several ids each.
  std::vector<std::string> lines(30, "dog and dog");
  lines[4] = std::string(3 * 200, ' ');
  for (int i = 0; i < 200; ++i) lines[4].replace(3 * i, 3, "\uFDFA");
  this->expect_equal(model, lines);
}

/// Notes the largest array.
class NotingBackend : public HostBackend<1> {
 public:
  template <class T>
  Array<T> allocate(int64_t count) const {
    largest = std::max(largest, count * static_cast<int64_t>(sizeof(T)));
    return HostBackend<1>::allocate<T>(count);
  }
  mutable int64_t largest = 0;
};

// A line takes memory beside its bytes: empty ones by the million must not be there together.
TEST(DeviceEncoder, TakesManyEmptyLinesInBlocks) {
  const TestModel& model = model_of("bpe", "");
  const std::vector<int64_t> offsets(300001, 0);
  std::vector<int64_t> counts(300000, -1);
  std::vector<int32_t> ids(16);
  int64_t written = 0;
  NotingBackend backend;
  cuda::DeviceEncoder<NotingBackend> encoder(backend, model.view);
  encoder.encode({"", offsets.data(), 300000, counts.data(), ids.data(), 16, &written});
  EXPECT_EQ(written, 0);
  EXPECT_EQ(std::count(counts.begin(), counts.end(), 0), 300000);
  EXPECT_LT(backend.largest, int64_t{400} << 20);
}

}  // namespace
}  // namespace lingan::engine::device_encoder_test
