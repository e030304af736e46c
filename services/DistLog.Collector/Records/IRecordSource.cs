namespace DistLog.Collector.Records;

/// <summary>Input that holds any number of records.</summary>
internal interface IRecordSource
{
    /// <summary>Reads records until the intake is full or the input ends.</summary>
    /// <returns>True where there is more to read.</returns>
    bool Fill(RecordIntake intake);
}
