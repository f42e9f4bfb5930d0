// Corpora encoded as on a device, by the same bodies on the host, against the tokenizer's own ids.
#include <lingan/engine/cuda_line_encoder.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <sstream>

#include <lingan/base/error.h>
#include <lingan/base/utf8.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/text/corpus/corpus.h>

#include "tests/engine/host_table.h"
#include "tests/text/random_text.h"
#include "tests/text/sentencepiece_models.h"
#include "tests/text/training.h"

namespace lingan::engine::cuda_line_encoder_test {
namespace {

/// The device functions are active, run on the host; notes the lines that come to them.
class CudaLineEncoderTest : public ::testing::Test {
 protected:
  CudaLineEncoderTest() : table_(cuda::host_table()) {
    device_lines = 0;
    longest_line = 0;
    table_.encode = [](cuda::Encoder* encoder, const cuda::EncodeJob* job) {
      const auto status = cuda::host::encode(encoder, job);
      EXPECT_EQ(job->cuda_stream, &device_lines);  // what stands for a stream
      device_lines += std::count_if(job->counts, job->counts + job->lines,
                                    [](int64_t count) { return count >= 0; });
      for (int64_t i = 0; i < job->lines; ++i) {
        longest_line = std::max(longest_line, job->offsets[i + 1] - job->offsets[i]);
      }
      return status;
    };
    set_active_cuda(&table_, [] { return static_cast<void*>(&device_lines); });
  }
  ~CudaLineEncoderTest() override { set_active_cuda(nullptr); }

  static std::vector<NumberedLine> block_of(const std::vector<std::string>& lines) {
    std::vector<NumberedLine> block;
    for (const auto& line : lines) block.push_back({static_cast<int64_t>(block.size()) + 1, line});
    return block;
  }

  static void expect_the_tokenizers_ids(const Tokenizer& tokenizer,
                                        const std::vector<std::string>& lines) {
    const auto ids = make_line_encoder(tokenizer)->encode(block_of(lines), "file");
    ASSERT_EQ(ids.size(), lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
      ASSERT_EQ(ids[i], tokenizer.encode(lines[i])) << ::testing::PrintToString(lines[i]);
    }
  }

  static inline int64_t device_lines;
  static inline int64_t longest_line;  // in bytes
  cuda::Table table_;
};

/// Empty, blank, malformed once normalized, long, growing, in many scripts.
std::vector<std::string> awkward_lines() {
  std::vector<std::string> lines = testing::training_lines();
  const std::string long_line(5000, 'a');
  for (const std::string& line :
       {std::string(), std::string(" "), std::string("   \t "), std::string("\u2581"),
        std::string("e\u0301 \u1E9B\u0323 \u2126 \uFB01"),  // NFC and NFKC differ
        std::string("\uFDFA\uFDFA"),                        // NFKC writes 18 letters for one
        std::string("\xED\xA0\x80 \xFF\xC0\x80"),           // not UTF-8
        long_line, long_line + " the dog " + long_line, std::string(70000, ' ') + "dog"}) {
    lines.push_back(line);
  }
  testing::RandomText random(7, {"the", "dog", "Größe", "東京", "\u2581", "1000"});
  for (int i = 0; i < 300; ++i) lines.push_back(random.next());
  return lines;
}

class CudaLineEncoderOf : public CudaLineEncoderTest,
                          public ::testing::WithParamInterface<const char*> {};

TEST_P(CudaLineEncoderOf, GivesTheIdsOfAModelThatWasTrainedHere) {
  for (const char* form : {"nfc", "nfkc-casefold", "none"}) {
    TokenizerOptions options;
    options.kind = GetParam();
    options.vocabulary_size = 560;
    options.normalizer = {form, std::string(form) == "nfc"};
    const auto tokenizer = train_tokenizer(options, testing::reader_of(testing::training_lines()));
    // Text that a corpus can hold: ICU's forms take nothing else.
    auto lines = awkward_lines();
    std::erase_if(lines, [](const auto& line) { return valid_utf8_prefix(line) != line.size(); });
    expect_the_tokenizers_ids(*tokenizer, lines);
    EXPECT_EQ(device_lines, static_cast<int64_t>(lines.size()));
    EXPECT_LE(longest_line, 4096) << "the rest goes to the CPU";
    device_lines = 0;
  }
}

TEST_P(CudaLineEncoderOf, GivesTheIdsOfAModelOfTheUsers) {
  for (const std::string flags :
       {"", "--normalization_rule_name=nfkc_cf --byte_fallback=true",
        "--user_defined_symbols=the,ab --remove_extra_whitespaces=false"}) {
    const auto tokenizer = load_tokenizer_bytes(
        testing::train_model(testing::training_lines(), "--model_type=" + std::string(GetParam()) +
                                                            " --vocab_size=560 " + flags),
        "test.model");
    expect_the_tokenizers_ids(*tokenizer, awkward_lines());
    EXPECT_GT(device_lines, 0);
  }
}

TEST_P(CudaLineEncoderOf, ReadsACorpusAsTheCpuDoes) {
  const auto tokenizer = testing::train(GetParam(), testing::training_lines(), 560);
  std::string text;
  for (int i = 0; i < 400; ++i) {
    for (const auto& line : testing::training_lines()) text += line + "\n";
  }
  const auto read = [&](const LineEncoder& encoder) {
    std::istringstream stream(text);
    CorpusLines lines(stream, "file", BadText::kError);
    return read_corpus(lines, encoder, {.max_length = 40}).sentences;
  };
  const auto encoder = make_line_encoder(*tokenizer);
  ASSERT_NE(dynamic_cast<const CudaLineEncoder*>(encoder.get()), nullptr);
  const TokenBatch corpus = read(*encoder);
  const TokenBatch expected = read(CpuLineEncoder(*tokenizer));
  EXPECT_GT(corpus.rows, 4096) << "more than one block";
  EXPECT_EQ(corpus.tokens, expected.tokens);
  EXPECT_EQ(corpus.lengths, expected.lengths);
}

INSTANTIATE_TEST_SUITE_P(Kinds, CudaLineEncoderOf, ::testing::Values("unigram", "bpe"));

TEST_F(CudaLineEncoderTest, LeavesOtherKindsToTheCpu) {
  for (const char* kind : {"word", "whitespace", "character"}) {
    expect_the_tokenizers_ids(*testing::train(kind, {"a dog", "two dogs"}, 0), {"a dog", "x", ""});
  }
  EXPECT_EQ(device_lines, 0);
}

TEST_F(CudaLineEncoderTest, LeavesModelsWithUnusedPiecesToTheCpu) {
  const std::string model =
      testing::train_model(testing::training_lines(), "--model_type=bpe --vocab_size=560");
  const auto tokenizer =
      load_tokenizer_bytes(testing::with_pieces(model,
                                                [](std::vector<ModelPiece>& pieces) {
                                                  for (size_t i = 0; i < pieces.size(); i += 3) {
                                                    if (pieces[i].type == PieceType::kNormal)
                                                      pieces[i].type = PieceType::kUnused;
                                                  }
                                                }),
                           "test.model");
  expect_the_tokenizers_ids(*tokenizer, awkward_lines());
  EXPECT_EQ(device_lines, 0);
}

TEST_F(CudaLineEncoderTest, NamesTheLineWithAControlPiece) {
  const std::string model =
      testing::train_model(testing::training_lines(), "--model_type=bpe --vocab_size=560");
  const auto tokenizer =
      load_tokenizer_bytes(testing::with_pieces(model,
                                                [](std::vector<ModelPiece>& pieces) {
                                                  for (auto& piece : pieces) {
                                                    if (piece.text == "z")
                                                      piece.type = PieceType::kControl;
                                                  }
                                                }),
                           "test.model");
  const auto encoder = make_line_encoder(*tokenizer);
  ASSERT_NE(dynamic_cast<const CudaLineEncoder*>(encoder.get()), nullptr);
  try {
    encoder->encode(block_of({"a dog", "a z dog"}), "file");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::StartsWith("file:2: cannot encode a line"));
  }
}

}  // namespace
}  // namespace lingan::engine::cuda_line_encoder_test
