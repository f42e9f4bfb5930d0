#include <lingan/text/subword/sentencepiece_rounding.h>

#include <gtest/gtest.h>
#include <sentencepiece_processor.h>

#include <lingan/text/subword/subword_encoder.h>

#include "tests/text/sentencepiece_models.h"
#include "tests/text/subword/small_models.h"

namespace lingan::sentencepiece_rounding_test {
namespace {

/// A model in which most segmentations of a text are equally good but for rounding.
std::string tied_model() {
  std::string bytes;
  for (const ModelPiece& piece : std::vector<ModelPiece>{{"<unk>", 0, PieceType::kUnknown},
                                                         {"\u2581", -1},
                                                         {"a", -0.1F},
                                                         {"aa", -0.2F},
                                                         {"aaa", -0.3F},
                                                         {"b", -0.7F},
                                                         {"ab", -0.8F},
                                                         {"ba", -0.8F}}) {
    testing::append_bytes_field(bytes, 1, testing::encode_piece(piece));
  }
  return bytes;
}

/// In how many texts lingan's encoder differs from the library.
int differences(const std::string& bytes, bool rounds_first) {
  sentencepiece::SentencePieceProcessor library;
  EXPECT_TRUE(library.LoadFromSerializedProto(bytes).ok());
  const SubwordModel model("unigram", read_sentencepiece_model(bytes), rounds_first);
  SubwordEncoder encoder(model);
  int count = 0;
  for (const std::string& text : testing::all_texts("ab", 9)) {
    IdBuffer ids;
    encoder.encode(text, ids);
    const std::vector<int> ours(ids.data(), ids.data() + ids.size());
    count += ours != library.EncodeAsIds(text) ? 1 : 0;
  }
  return count;
}

TEST(SentencePieceRounding, IsThatOfTheLinkedLibrary) {
  const std::string bytes = tied_model();
  EXPECT_EQ(differences(bytes, library_rounds_first()), 0);
  EXPECT_GT(differences(bytes, !library_rounds_first()), 10);
}

}  // namespace
}  // namespace lingan::sentencepiece_rounding_test
