"""Every bound on what is read from a media file, in one place."""

from __future__ import annotations

MAX_BYTES = 2 * 1024**4
"""Largest file that is opened."""
MAX_STREAMS = 64
"""Most streams in a file."""
MAX_DURATION_S = 12 * 3600
"""Longest film."""
MAX_PIXELS = 16384 * 16384
"""Largest picture, width times height as coded."""
MAX_CHANNELS = 32
"""Most channels of sound in one stream."""
MAX_DAMAGED_PACKETS = 500
"""Damaged packets in a row after which the rest of a stream is given up."""
MAX_IMAGE_BYTES = 256 * 1024**2
"""Largest still image."""
MAX_TEXT_BYTES = 8 * 1024**2
"""Largest text file."""
MAX_THUMBNAILS = 240
"""Most thumbnails of one film, however long it is."""

PROTOCOLS = "file"
"""Protocols that a demuxer may open; nothing leaves this machine."""
DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,mxf_opatom,"
    "wav,w64,aiff,flac,mp3,aac,ac3,eac3,dts,au,caf,amr,wv,ape,tta,tak,dv,h264,hevc,m4v,obu,ivf,"
    "vob,rm,nut,yuv4mpegpipe,gxf,lxf,apng,wtv,swf,nsv,viv,mpc,mpc8,truehd,av1"
)
"""Demuxers that read one local file; playlists, `concat`, devices and the net are left out."""
