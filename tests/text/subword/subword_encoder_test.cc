#include <lingan/text/subword/subword_encoder.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sentencepiece_processor.h>

#include <cmath>
#include <cstdlib>
#include <sstream>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/text/tokenizer/tokenizer.h>

#include "tests/test_data.h"
#include "tests/text/random_text.h"
#include "tests/text/sentencepiece_models.h"

namespace lingan::subword_encoder_test {
namespace {

using testing::RandomText;
using testing::train_model;
using testing::training_lines;
using testing::with_pieces;

/// How many random strings a model encodes; LINGAN_TEST_STRINGS changes it.
int strings_to_try() {
  const char* wanted = std::getenv("LINGAN_TEST_STRINGS");
  return wanted ? std::atoi(wanted) : 1000;
}

/// A kind of model, and the flags or the change that make it.
struct ModelCase {
  std::string name;
  std::string flags;
  std::function<void(std::vector<ModelPiece>&)> change = nullptr;
};

/// Writes rules of normalization: code points in hexadecimal and what becomes of them.
std::string rule_file() {
  static const testing::TemporaryFolder folder;
  const auto path = folder.path() / "rules.tsv";
  std::ofstream file(path);
  file << "0061 006E 0064\t0026\n"       // and -> &
       << "0020 006F 006E\t0020 0021\n"  // " on" -> " !"
       << "007A\t\n"                     // z -> nothing
       << "003B\t0020\n"                 // ; -> space
       << "002C 0020\t0020 002C 0020\n"  // ", " -> " , "
       << "0308\t0020 0020 0308\n"
       << "00E9\t0065 0301 0020\n"
       << "3002\t002E\n";
  return path.string();
}

std::vector<ModelCase> model_cases() {
  const auto every = [](int step, PieceType type) {
    return [step, type](std::vector<ModelPiece>& pieces) {
      int seen = 0;
      for (auto& piece : pieces) {
        if (piece.type == PieceType::kNormal && seen++ % step == 0) piece.type = type;
      }
    };
  };
  return {
      {"Default", ""},
      {"Bytes",
       "--byte_fallback=true --vocab_size=520 --normalization_rule_name=identity "
       "--remove_extra_whitespaces=false"},
      {"Nfkc", "--normalization_rule_name=nfkc --byte_fallback=true --vocab_size=560"},
      {"NfkcCasefold", "--normalization_rule_name=nfkc_cf --add_dummy_prefix=false"},
      {"NmtCasefoldSuffix",
       "--normalization_rule_name=nmt_nfkc_cf --treat_whitespace_as_suffix=true"},
      {"OwnRules", "--normalization_rule_tsv=" + rule_file()},
      {"OwnRulesAllSpaces",
       "--normalization_rule_tsv=" + rule_file() + " --remove_extra_whitespaces=false"},
      {"UserDefined", "--user_defined_symbols=<sep>,ab,the,东京,aaa,>,d\u2581o,fi,é,\u2581in"},
      {"UserDefinedBytes",
       "--user_defined_symbols=<sep>,og,1,00,で --byte_fallback=true --vocab_size=540"},
      {"AcrossSpaces", "--split_by_whitespace=false"},
      {"SpacePieces",
       "--allow_whitespace_only_pieces=true --remove_extra_whitespaces=false "
       "--user_defined_symbols=\u2581\u2581,\u2581\u2581\u2581"},
      {"SuffixAllSpaces",
       "--treat_whitespace_as_suffix=true --remove_extra_whitespaces=false "
       "--byte_fallback=true --vocab_size=520"},
      {"SuffixAcrossSpaces", "--treat_whitespace_as_suffix=true --split_by_whitespace=false"},
      {"LowCoverage", "--character_coverage=0.98"},
      {"Unused", "", every(3, PieceType::kUnused)},
      {"UnusedBytes", "--byte_fallback=true --vocab_size=560", every(2, PieceType::kUnused)},
      {"WholeScores", "",
       [](std::vector<ModelPiece>& pieces) {
         for (auto& piece : pieces) piece.score = std::floor(piece.score);
       }},
      {"ScoresByLength", "--byte_fallback=true --vocab_size=560",
       [](std::vector<ModelPiece>& pieces) {
         for (auto& piece : pieces) piece.score = -0.1f * static_cast<float>(piece.text.size());
       }},
      {"LargeScores", "",
       [](std::vector<ModelPiece>& pieces) {
         for (auto& piece : pieces) piece.score *= 1e5f;
       }},
      {"PositiveScores", "--user_defined_symbols=ab,the",
       [](std::vector<ModelPiece>& pieces) {
         for (auto& piece : pieces) piece.score += 9.5f;
       }},
      {"HugeScores", "",
       [](std::vector<ModelPiece>& pieces) {
         for (auto& piece : pieces) piece.score *= 1e35f;
       }},
      {"ControlCharacter", "--control_symbols=x,q,\u2047"},
      {"NoMark", "--normalization_rule_name=identity",
       [](std::vector<ModelPiece>& pieces) {
         for (auto& piece : pieces) {
           if (piece.text == "\u2581") piece.type = PieceType::kControl;
         }
       }},
  };
}

std::string describe(const ModelCase& model, const std::string& kind, const std::string& text) {
  return kind + " " + model.name + ": " + ::testing::PrintToString(text);
}

std::string make_model(const ModelCase& model, const std::string& kind) {
  const std::string size =
      model.flags.find("vocab_size") == std::string::npos ? " --vocab_size=330" : "";
  const std::string bytes =
      train_model(training_lines(), "--model_type=" + kind + size + " " + model.flags);
  return model.change ? with_pieces(bytes, model.change) : bytes;
}

/// A model in the library and in lingan.
class Pair {
 public:
  Pair(const ModelCase& model, const std::string& kind) : Pair(make_model(model, kind)) {}
  explicit Pair(std::string bytes) : bytes_(std::move(bytes)) {
    EXPECT_TRUE(library_.LoadFromSerializedProto(bytes_).ok());
    ours_ = load_tokenizer_bytes(bytes_, "test.model");
  }

  /// The library's ids; nothing if it refuses the text.
  std::optional<std::vector<int>> expected(const std::string& text) const {
    std::vector<int> ids;
    if (!library_.Encode(text, &ids).ok()) return std::nullopt;
    return ids;
  }

  std::optional<std::vector<int>> actual(const std::string& text) const {
    try {
      return ours_->encode(text);
    } catch (const InputError&) {
      return std::nullopt;
    }
  }

  /// Words of the training text and pieces.
  std::vector<std::string> parts() const {
    std::vector<std::string> parts;
    for (const auto& line : training_lines()) {
      std::istringstream words(line);
      for (std::string word; words >> word;) parts.push_back(word);
    }
    for (const auto& piece : read_sentencepiece_model(bytes_).pieces) {
      parts.emplace_back(piece.text);
    }
    return parts;
  }

 private:
  std::string bytes_;
  sentencepiece::SentencePieceProcessor library_;
  std::unique_ptr<Tokenizer> ours_;
};

class EveryModel : public ::testing::TestWithParam<ModelCase> {};

TEST_P(EveryModel, EncodesRandomTextAsTheLibraryDoes) {
  for (const std::string kind : {"unigram", "bpe"}) {
    const Pair pair(GetParam(), kind);
    RandomText random(kind == "bpe" ? 1 : 2, pair.parts());
    for (int i = 0; i < strings_to_try(); ++i) {
      const std::string text = random.next();
      ASSERT_EQ(pair.actual(text), pair.expected(text)) << describe(GetParam(), kind, text);
    }
  }
}

/// Rounding grows with the length of a line.
TEST_P(EveryModel, EncodesLongLinesAsTheLibraryDoes) {
  for (const std::string kind : {"unigram", "bpe"}) {
    const Pair pair(GetParam(), kind);
    RandomText random(3, pair.parts());
    for (int i = 0; i < 3; ++i) {
      std::string some;
      for (int words = 0; words < 40; ++words) some += random.next() + " ";
      std::string text;
      while (text.size() < 150000) text += some;
      ASSERT_EQ(pair.actual(text), pair.expected(text))
          << GetParam().name << " " << kind << " " << i;
    }
  }
}

/// Threads take words from one another.
TEST_P(EveryModel, EncodesFromSeveralThreadsAsTheLibraryDoes) {
  set_thread_count(4);
  for (const std::string kind : {"unigram", "bpe"}) {
    const Pair pair(GetParam(), kind);
    RandomText random(4, pair.parts());
    std::vector<std::string> texts;
    for (int i = 0; i < 500; ++i) texts.push_back(random.next());
    texts.insert(texts.end(), texts.begin(), texts.end());
    std::vector<int> wrong(texts.size());
    parallel_for(static_cast<int64_t>(texts.size()), 1, [&](int64_t i, int64_t) {
      const auto at = static_cast<size_t>(i);
      wrong[at] = pair.actual(texts[at]) != pair.expected(texts[at]);
    });
    EXPECT_THAT(wrong, ::testing::Each(0)) << GetParam().name << " " << kind;
  }
  set_thread_count(0);
}

/// Lines of a file, each as it is.
std::vector<std::string> read_raw_lines(const std::string& name) {
  std::ifstream file(testing::shared_data() / name, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

TEST(SubwordEncoder, EncodesNovelsPoemsAndCaptionsAsTheLibraryDoes) {
  LINGAN_NEEDS_DATA("multilingual/botchan.txt");
  const std::vector<std::string> files = {
      "multilingual/botchan.txt", "multilingual/wagahaiwa_nekodearu.txt",
      "multilingual/chinese_poems.shi.txt", "coco/image_coco.train.txt",
      "coco/image_coco.test.tok.txt"};
  std::vector<std::string> some;
  for (const auto& name : files) {
    const auto lines = read_raw_lines(name);
    some.insert(some.end(), lines.begin(), lines.begin() + 1000);
  }
  for (const std::string flags :
       {"--model_type=unigram", "--model_type=bpe",
        "--model_type=unigram --byte_fallback=true --normalization_rule_name=nfkc_cf"}) {
    const Pair pair(train_model(some, "--vocab_size=6000 " + flags));
    for (const auto& name : files) {
      int64_t number = 0;
      for (const auto& line : read_raw_lines(name)) {
        ++number;
        ASSERT_EQ(pair.actual(line), pair.expected(line)) << flags << " " << name << ":" << number;
      }
    }
  }
}

TEST(SubwordEncoder, EncodesAlikeFromSeveralThreadsAndTokenizers) {
  const std::string model = make_model({"Default", ""}, "unigram");
  std::vector<std::unique_ptr<Tokenizer>> tokenizers;
  for (int i = 0; i < 6; ++i) tokenizers.push_back(load_tokenizer_bytes(model, "test.model"));
  RandomText random(5, training_lines());
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) texts.push_back(random.next());
  std::vector<std::vector<int32_t>> expected;
  for (const auto& text : texts) expected.push_back(tokenizers[0]->encode(text));
  std::vector<int> wrong(texts.size());
  parallel_for(static_cast<int64_t>(texts.size()), 1, [&](int64_t i, int64_t) {
    const auto at = static_cast<size_t>(i);
    for (const auto& tokenizer : tokenizers)
      wrong[at] += tokenizer->encode(texts[at]) != expected[at];
  });
  EXPECT_THAT(wrong, ::testing::Each(0));
}

TEST(SubwordEncoder, AppendsToTheIdsThatAreThere) {
  const auto tokenizer = load_tokenizer_bytes(make_model({"Default", ""}, "bpe"), "test.model");
  std::vector<int32_t> ids{7};
  tokenizer->append_ids("two dogs", ids);
  tokenizer->append_ids("a wave", ids);
  std::vector<int32_t> expected{7};
  for (const std::string text : {"two dogs", "a wave"}) {
    const auto more = tokenizer->encode(text);
    expected.insert(expected.end(), more.begin(), more.end());
  }
  EXPECT_EQ(ids, expected);
}

INSTANTIATE_TEST_SUITE_P(Models, EveryModel, ::testing::ValuesIn(model_cases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace lingan::subword_encoder_test
