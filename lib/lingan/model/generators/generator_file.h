/// What a file with a generator's weights says of the generator.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <lingan/model/generators/generator_options.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// The metadata of a file with the weights: `lingan.generator`, a JSON object with the cell and the
/// special tokens, which the shapes of weights do not tell.
std::map<std::string, std::string> describe_generator(const GeneratorOptions& options);

/// The options that a generator with these weights was made with, as far as metadata and shapes
/// tell.
/// @param otherwise  the special tokens of a file without metadata.
/// @throws InputError naming what is missing or malformed.
GeneratorOptions described_generator(const TensorFile& file, const SpecialTokens& otherwise);

/// A tensor of a file; -1 in the shape stands for any size but 0.
/// @throws InputError naming it if it is missing or has another shape.
const torch::Tensor& tensor_of(const TensorFile& file, const std::string& name,
                               const std::vector<int64_t>& shape);

}  // namespace lingan
