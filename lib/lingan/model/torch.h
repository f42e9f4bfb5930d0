/// The part of libtorch that lingan uses. `<torch/torch.h>` brings data loaders,
/// serialization and every module there is, and costs each source file four times as long to
/// compile.
#pragma once

#include <torch/nn/module.h>
#include <torch/optim/adamw.h>
#include <torch/types.h>
