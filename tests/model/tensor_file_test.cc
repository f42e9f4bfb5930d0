#include <lingan/model/tensor_file.h>

#include <torch/nn/modules/linear.h>

#include <gmock/gmock.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/test_data.h"

namespace lingan::tensor_file_test {
namespace {

using ::testing::HasSubstr;

TEST(TensorFile, GivesBackTensorsOfEveryTypeAndLayout) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "t.safetensors";
  TensorFile file;
  const auto numbers = torch::arange(6).view({2, 3});
  for (const auto type : {torch::kFloat64, torch::kFloat32, torch::kFloat16, torch::kBFloat16,
                          torch::kInt64, torch::kInt32, torch::kUInt8, torch::kBool}) {
    file.tensors[c10::toString(type)] = numbers.to(type);
  }
  file.tensors["transposed"] = numbers.t();
  file.tensors["scalar"] = torch::tensor(2.5);
  file.tensors["empty"] = torch::zeros({0, 4});
  file.metadata["key"] = "value";
  save_tensors(path, file);
  const TensorFile read = load_tensors(path);
  ASSERT_EQ(read.tensors.size(), file.tensors.size());
  for (const auto& [name, tensor] : file.tensors) {
    EXPECT_EQ(read.tensors.at(name).scalar_type(), tensor.scalar_type()) << name;
    EXPECT_TRUE(torch::equal(read.tensors.at(name), tensor)) << name;
  }
  EXPECT_EQ(read.metadata, file.metadata);
}

TEST(TensorFile, RefusesToStoreTypesThatTheFormatLacks) {
  const testing::TemporaryFolder folder;
  TensorFile file;
  file.tensors["t"] = torch::zeros({1}, torch::kComplexFloat);
  EXPECT_THROW(save_tensors(folder.path() / "t", file), UsageError);
}

TEST(TensorFile, NamesTheTensorThatAModuleMissesOrThatHasAnotherShape) {
  torch::nn::Linear module(2, 3);
  TensorFile file;
  collect_tensors(*module, "m.", file);
  file.tensors["m.bias"] = torch::zeros({4});
  try {
    restore_tensors(*module, "m.", file);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("tensor m.bias has shape [4], expected [3]"));
  }
  file.tensors.erase("m.bias");
  EXPECT_THROW(restore_tensors(*module, "m.", file), InputError);
}

TEST(TensorFile, IsAMissingOrMalformedFileInItsOwnWords) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(load_tensors(folder.path() / "absent"), IoError);
  write_file_atomically(folder.path() / "bad", "no tensors here, only text");
  EXPECT_THROW(load_tensors(folder.path() / "bad"), InputError);
}

}  // namespace
}  // namespace lingan::tensor_file_test
