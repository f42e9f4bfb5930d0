#include <lingan/model/generators/generator_file.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>

namespace lingan::generator_file_test {
namespace {

using ::testing::HasSubstr;

constexpr SpecialTokens kOther = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};

GeneratorOptions some_options() {
  GeneratorOptions options;
  options.cell = "gru";
  options.vocabulary_size = 12;
  options.embedding_width = options.hidden_width = 5;
  options.layers = 2;
  options.tied_embeddings = true;
  options.specials = {.pad = 3, .bos = 2, .eos = 1, .unk = 0};
  return options;
}

TensorFile file_of(const GeneratorOptions& options) {
  TensorFile file{{}, describe_generator(options)};
  collect_tensors(*make_generator(options, {3, Purpose::kInitialize, 0}), "", file);
  return file;
}

TEST(DescribedGenerator, HasTheOptionsThatItWasMadeWith) {
  const GeneratorOptions options = some_options();
  const GeneratorOptions read = described_generator(file_of(options), kOther);
  EXPECT_EQ(read.cell, options.cell);
  EXPECT_EQ(read.specials, options.specials);
  EXPECT_EQ(read.vocabulary_size, options.vocabulary_size);
  EXPECT_EQ(read.embedding_width, options.embedding_width);
  EXPECT_EQ(read.hidden_width, options.hidden_width);
  EXPECT_EQ(read.layers, options.layers);
  EXPECT_EQ(read.tied_embeddings, options.tied_embeddings);
}

TEST(DescribedGenerator, IsReadFromShapesWhereNothingIsSaid) {
  TensorFile file = file_of(some_options());
  file.metadata.clear();
  const GeneratorOptions read = described_generator(file, kOther);
  EXPECT_EQ(read.cell, "gru");
  EXPECT_EQ(read.specials, kOther);
}

TEST(DescribedGenerator, IsRefusedWhereItsMetadataAreMalformed) {
  TensorFile file = file_of(some_options());
  for (const char* text : {"", "[]", "{}", R"({"cell":"gru"})", R"({"cell":1,"specials":{}})",
                           R"({"cell":"elman","specials":{"pad":0,"bos":1,"eos":2,"unk":3}})",
                           R"({"cell":"gru","specials":{"pad":"0","bos":1,"eos":2,"unk":3}})"}) {
    file.metadata["lingan.generator"] = text;
    try {
      described_generator(file, kOther);
      ADD_FAILURE() << text << " was accepted";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("lingan.generator")) << text;
    }
  }
}

TEST(TensorOf, RefusesAnotherShapeByTheName) {
  TensorFile file;
  file.tensors["weight"] = torch::zeros({3, 2});
  EXPECT_EQ(tensor_of(file, "weight", {-1, 2}).numel(), 6);
  EXPECT_THROW(tensor_of(file, "bias", {-1}), InputError);
  try {
    tensor_of(file, "weight", {-1, 4});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "tensor weight: shape [3, 2], expected [-1, 4]");
  }
}

}  // namespace
}  // namespace lingan::generator_file_test
