-- NingBGM for the free edition from 21.1: puts the score on the open timeline, or conforms what lies there.
dofile("@FOLDER@/ningbgm_placing.lua").place(resolve, "@WATCHED@")
